# SPDX-License-Identifier: MIT
"""Words that mean something in wikitext: tags, functions and options.

Their names in other languages are those of MediaWiki 1.39 (``languages/messages``).
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


OPAQUE_TAGS = _words(
    "ce charinsert chem categorytree dynamicpagelist graph hiero html inputbox languages mapframe"
    " maplink math nowiki pre rss score section source syntaxhighlight templatedata templatestyles"
    " timeline"
)
"""Extension tags whose content is no wikitext."""

WIKITEXT_TAGS = _words("indicator langconvert poem ref references tabber translate tvar")
"""Extension tags whose content is certainly read as wikitext."""

OWN_TAGS = _words("gallery imagemap")
"""Extension tags with links in a way of their own."""

HTML_TAGS = _words(
    # Sanitizer::getRecognizedTagData
    "abbr b bdi bdo big blockquote br caption center cite code data dd del dfn div dl dt em font h1"
    " h2 h3 h4 h5 h6 hr i ins kbd li link mark meta ol p pre q rb rp rt rtc ruby s samp small span"
    " strike strong sub sup table td th time tr tt u ul var wbr"
)

FUNCTIONS = _words(
    # CoreParserFunctions: those without a hash
    "anchorencode basepagename basepagenamee bidi canonicalurl canonicalurle cascadingsources"
    " defaultsort defaultsortkey defaultcategorysort displaytitle filepath formatnum fullpagename"
    " fullpagenamee fullurl fullurle gender grammar int language lc lcfirst localurl localurle"
    " namespace namespacee namespacenumber ns nse numberingroup numberofactiveusers numberofadmins"
    " numberofarticles numberofedits numberoffiles numberofpages numberofusers numingroup padleft"
    " padright pageid pagename pagenamee pagesincategory pagesincat pagesinnamespace pagesinns"
    " pagesize plural protectionexpiry protectionlevel revisionday revisionday2 revisionid"
    " revisionmonth revisionmonth1 revisiontimestamp revisionuser revisionyear rootpagename"
    " rootpagenamee subjectpagename subjectpagenamee subjectspace subjectspacee subpagename"
    " subpagenamee talkpagename talkpagenamee talkspace talkspacee uc ucfirst urlencode"
)

SECTION_FUNCTIONS = _words(
    # LabeledSectionTransclusion
    "#lst #lsth #lstx #section #section-h #section-x #abschnitt #abschnitt-h #abschnitt-x #קטע"
    " #trecho #sekcja #sección #секция"
)

LINK_OPTIONS = _words(
    # 'img_link'
    "bağlantı enlace enllaç girêdan gre hivatkozás kevren koppeling lenke lenkje liamm lidhja"
    " lidhje lien ligação ligam ligazón ligilo lim link linkki liŋka liên_kết loulou länk odkaz"
    " poveznica pra pranala skakel tinki veza verweis verwiezing verwijzing vinculo vínculo"
    " legătură ħolqa σύνδεσμος веза врска пайванд посилання спасылка ссылка сигэ хьажорг קישור"
    " לינק وصلة رابط پیوند ربط لنک दुवा कड़ी সংযোগ লিঙ্ক കണ്ണി ბმული リンク 链接 連結 링크"
)

UNSUBSTITUTED = _words(
    # 'subst'
    "subst ers sust fijar sost podst verv vervang vastine vložit beilleszt bemásol podstanovka"
    " подст подстановка замени замена замест 展開 풀기 نسخ جایگزین ס"
)
"""What has no effect in a saved page: the call stays as it is written."""
