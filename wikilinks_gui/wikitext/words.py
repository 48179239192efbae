# SPDX-License-Identifier: MIT
"""Words that mean something in wikitext: tags, and functions by MediaWiki's own names."""


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
    " padright pageid pagename pagenamee pagesincategory pagesinnamespace"
    " pagesize plural protectionexpiry protectionlevel revisionday revisionday2 revisionid"
    " revisionmonth revisionmonth1 revisiontimestamp revisionuser revisionyear rootpagename"
    " rootpagenamee subjectpagename subjectpagenamee subjectspace subjectspacee subpagename"
    " subpagenamee talkpagename talkpagenamee talkspace talkspacee uc ucfirst urlencode"
)

HASH_FUNCTIONS = _words(
    # CoreParserFunctions and ParserFunctions, which read no parameters of the template around them
    "#expr #formatdate #if #ifeq #iferror #ifexist #ifexpr #language #rel2abs #special #speciale"
    " #switch #tag #time #timel #titleparts #len #pos #rpos #sub #count #replace #explode"
    " #urldecode #urlencode #lst #lsth #lstx"
)

SECTION_FUNCTIONS = _words("#lst #lsth #lstx")
"""Functions of LabeledSectionTransclusion, which bring a part of another page."""

WITHOUT_EFFECT = _words("safesubst msgnw msg raw")
"""What may stand in front of a call's name."""
