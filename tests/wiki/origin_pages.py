# SPDX-License-Identifier: MIT
"""Pages with one trap each for where a link comes from, and the truth about each, by hand.

A truth is the origin, with the templates behind a colon: those through which the link comes, or
in whose arguments it stands. "" means that there is no such row.
"""

from dataclasses import dataclass

HELPERS = {
    # What is linked.
    "Target": "the page that is explored",
    "Old target": "#REDIRECT [[Target]]",
    "User:Ann": "a person",
    "Café": "in Latin letters",
    "עברית": "right to left",
    "石英": "in Chinese characters",
    "R&D": "with an ampersand",
    "Foo/Bar": "a subpage",
    "Template:Shown": "a template that is explored itself",
    # What brings links.
    "Template:Box": "{{Frame|* [[Target|box]]\n* [[Café]]}}",
    "Template:Frame": "<div>{{{1}}}</div>",
    "Template:Nest": "{{Box}}",
    "Template:Deep nest": "{{Nest}}",
    "Template:Box alias": "#REDIRECT [[Template:Box]]",
    "Template:Redirected": "[[Old target]]",
    "Template:Cond": "{{#if:{{{show|}}}|[[Target]]}}",
    "Template:Default": "{{{1|[[Target|default]]}}}",
    "Template:Docs": "nothing<noinclude>[[Target]]</noinclude>",
    "Template:Included": "<includeonly>[[Target]]</includeonly>",
    "Template:Only": "[[Café]]<onlyinclude>x</onlyinclude>[[Target]]",
    "Template:Only link": "Text<onlyinclude>[[Target|only]]</onlyinclude> more",
    "Template:Self": "[[Target|self]]<noinclude>{{Self}}</noinclude>",
    "Template:Self included": "<includeonly>[[Target|self]]</includeonly>"
    "<noinclude>{{Self included}}</noinclude>",
    "Template:Ring one": "{{Ring two}}[[Target|ring]]",
    "Template:Ring two": "{{Ring one}}",
    "Template:Commented": "<!-- [[Target]] -->x",
    "Template:Ref": "fact<ref>[[Target|ref]]</ref>",
    # What brings what it is given.
    "Template:Link": "[[{{{1}}}]]",
    "Template:Link named": "[[{{{1}}}|{{{2|text}}}]]",
    "Template:Ignore": "nothing of it",
    "Template:Twice": "{{{1}}} and {{{1}}}",
    "Template:Pass": "{{Frame|{{{1}}}}}",
    "Template:Reflist": "<references />",
    "Template:Start": '{| class="wikitable"',
    "Template:End": "|}",
    "Template:Empty": "",
    "Template:Name": "Target",
    "Template:Call": "{{ {{{1}}} }}",
    "Template:Both": "{{{1}}} [[Target|mine]]",
    "Template:Nowiki": "<nowiki>[[Target]]</nowiki>",
    "Template:Switch": "{{#switch:{{{1}}}|a=[[Target]]|b=x}}",
    "Template:Exists": "{{#ifexist:Target|yes|no}}",
    "Template:Sub/Box": "[[Target|sub]]",
    "Template:Sub": "{{/Box}}",
    "Template:Relative": "[[/Bar]]",
    "Template:Page": "[[{{PAGENAME}}/Bar]]",
    "Project page": "{{Box}}",
    "Plain page": "[[Target|page]]",
    "Template:Shows": "{{Shown}}",
}


@dataclass(frozen=True)
class Trap:
    """A page, and the truth by what it links to."""

    text: str
    truth: dict[str, str]


def target(truth: str, text: str) -> Trap:
    return Trap(text, {"Target": truth} if truth else {})


_PICTURE = "File:Picture.png"

TRAPS = {
    # --- brackets -------------------------------------------------------------------------------
    "Plain": target("text", "a [[Target]] b"),
    "Piped": target("text", "a [[Target|t]] b"),
    "Trail": target("text", "[[target]]ed"),
    "Lower case": target("text", "[[target]]"),
    "Underscores": Trap("[[old_target]]", {"Old target": "text"}),
    "Blanks": target("text", "[[  Target _ |x]]"),
    "Section": target("text", "[[Target#Part|x]]"),
    "Section of template": target("text", "[[Target#{{Empty}}|x]]"),
    "Percent": target("text", "[[%54arget]]"),
    "Percent of bytes": Trap("[[Caf%C3%A9]]", {"Café": "text"}),
    "Entity": target("text", "[[&#84;arget]]"),
    "Entity hexadecimal": target("text", "[[T&#x61;rget]]"),
    "Entity named": Trap("[[Caf&eacute;]]", {"Café": "text"}),
    "Entity ampersand": Trap("[[R&amp;D]]", {"R&D": "text"}),
    "Ampersand": Trap("[[R&D]]", {"R&D": "text"}),
    "Decomposed": Trap("[[Cafe&#x301;]]", {"Café": "text"}),
    "Right to left mark": target("text", "[[Target\u200e]]"),
    "No-break space": Trap("[[Old\u00a0target]]", {"Old target": "text"}),
    "Colon": target("text", "[[:Target]]"),
    "Two colons": target("", "[[::Target]]"),
    "Namespace": Trap("[[user:ann]]", {"User:Ann": "text"}),
    "Namespace blanks": Trap("[[ User : Ann ]]", {"User:Ann": "text"}),
    "Project name": Trap("[[Project:X]] [[Target]]", {"Target": "text"}),
    "Hebrew": Trap("[[עברית]] ו", {"עברית": "text"}),
    "Chinese": Trap("他[[石英]]們", {"石英": "text"}),
    "Pipe trick": target("", "[[Target|]]"),
    "Empty label later": target("text", "[[Target|]] and ]]"),
    "Break in label": target("text", "[[Target|a\nb]]"),
    "Break in target": target("", "[[Tar\nget]]"),
    "Three brackets": target("", "[[[Target]]]"),
    "Four brackets": target("text", "[[[[Target]]]]"),
    "Unclosed": target("text", "[[Target [[Target]]"),
    "One bracket": target("", "[[Target]"),
    "Nested brackets": target("text", "[[Café|a [[Target]] b]]"),
    "Bracket in label": target("text", "[[Target|[x]]]"),
    "External around": target("text", "[http://example.org a [[Target]] b]"),
    "External": target("", "[[http://example.org Target]] [http://example.org/Target Target]"),
    "Bold in label": target("text", "[[Target|''t'' '''u''']]"),
    "Illegal": target("", "[[Target<b>]] [[{Target}]]"),
    "Variants": target("text", "-{[[Target]]}-"),
    "Old name": Trap("[[Old target|new name]]", {"Old target": "text"}),
    "Both names": Trap("[[Old target]] [[Target]]", {"Old target": "text", "Target": "text"}),
    # --- where nothing is read ------------------------------------------------------------------
    "Comment": target("", "<!-- [[Target]] -->"),
    "Comment in target": target("text", "[[Tar<!-- x -->get]]"),
    "Comment unclosed": target("text", "[[Target]] <!-- [[Café]]"),
    "Comment in brackets": target("text", "[<!-- x -->[Target]]"),
    "Nowiki": target("", "<nowiki>[[Target]]</nowiki>"),
    "Nowiki closed": target("text", "<nowiki />[[Target]]"),
    "Nowiki in brackets": target("", "[<nowiki/>[Target]]"),
    "Nowiki in target": target("", "[[Tar<nowiki/>get]]"),
    "Nowiki in label": target("text", "[[Target|<nowiki>]]</nowiki>]]"),
    "Nowiki unclosed": target("text", "<nowiki>[[Target]]"),
    "Nowiki in capitals": target("", "<NOWIKI>[[Target]]</NoWiki >"),
    "Pre": target("", "<pre>[[Target]]</pre>"),
    "Code": target("text", "<code>[[Target]]</code>"),
    "Source": target("", '<syntaxhighlight lang="c">[[Target]]</syntaxhighlight>'),
    "Unknown tag": target("text", "<foo>[[Target]]</foo>"),
    "Unknown math": target("text", "<chem>[[Target]]</chem>"),
    "Attribute": target("", '<span title="[[Target]]">x</span>'),
    "Attribute of unknown tag": target("text", '<foo title="[[Target]]">x</foo>'),
    "Table attribute": target("", '{| title="[[Target]]"\n| x\n|}'),
    "Row attribute": target("", "{|\n|- [[Target]]\n| x\n|}"),
    "Indented": target("text", " [[Target]]"),
    # --- tags that hold wikitext ----------------------------------------------------------------
    "Reference": target("text", "a<ref>[[Target]]</ref>"),
    "Reference listed": target("text", "a<ref>[[Target|r]]</ref>\n\n{{Reflist}}"),
    "Reference named": target("text", 'a<ref name="x">[[Target]]</ref> b<ref name="x" />'),
    "Reference in list": target(
        "text", 'a<ref name="x" /><references><ref name="x">[[Target]]</ref></references>'
    ),
    "Reference in argument": target("text:Frame", "{{Frame|a<ref>[[Target|r]]</ref>}}"),
    "Reference of template": target("template:Ref", "{{Ref}}"),
    "Reference of template listed": target("template:Ref", "{{Ref}}\n{{Reflist}}"),
    "Reference with template": target("template:Box", "a<ref>{{Box}}</ref>"),
    "Reference with template listed": target("template:Box", "a<ref>{{Box}}</ref> {{Reflist}}"),
    "Reference both": target("both:Ref", "{{Ref}}<ref>[[Target|x]]</ref> {{Reflist}}"),
    "Reference by function": target("text", "a{{#tag:ref|[[Target]]}}"),
    "Poem": target("text", "<poem>\n[[Target]]\nx</poem>"),
    "Gallery": Trap(
        "<gallery>\nPicture.png|a [[Target]]\nFile:Picture.png\n</gallery>",
        {"Target": "text", _PICTURE: "text"},
    ),
    "Gallery caption": target("text", '<gallery caption="x [[Target]]">\nPicture.png\n</gallery>'),
    "Gallery link": target("text", "<gallery>\nPicture.png|link=Target|x\n</gallery>"),
    "Gallery comment": target("", "<gallery>\nPicture.png|<!-- [[Target]] -->\n</gallery>"),
    "Imagemap": target(
        "text", "<imagemap>\nFile:Picture.png|10px\nrect 0 0 5 5 [[Target|x]]\n</imagemap>"
    ),
    "Imagemap default": target(
        "text", "<imagemap>\nFile:Picture.png|10px\ndefault [[Target]]\n</imagemap>"
    ),
    # --- files and categories -------------------------------------------------------------------
    "Caption": target("text", "[[File:Picture.png|thumb|a [[Target]] b]]"),
    "Caption of inline file": target("text", "[[File:Picture.png|a [[Target]] b]]"),
    "Caption with two": target("text", "[[File:Picture.png|thumb|[[Café]] and [[Target]]]]"),
    "Caption with template": target("template:Box", "[[File:Picture.png|thumb|a {{Box}}]]"),
    "Picture link": target("text", "[[File:Picture.png|10px|link=Target]]"),
    "Picture": Trap("[[Image:picture.png]]", {_PICTURE: "text"}),
    "Picture page": Trap("[[:File:Picture.png]]", {_PICTURE: "text"}),
    "Media": Trap("[[Media:Picture.png|x]]", {_PICTURE: "text"}),
    "Category": target("text", "[[Category:Target]] [[:Target]]"),
    # --- tables, lists, headings ----------------------------------------------------------------
    "Table": target("text", "{|\n! [[Target]]\n|-\n| x\n|}"),
    "Cell": target("text", '{|\n| style="x" | [[Target|t]] || y\n|}'),
    "Table caption": target("text", "{|\n|+ [[Target]]\n| x\n|}"),
    "Heading": target("text", "== [[Target]] ==\nx"),
    "List": target("text", "* a\n*# [[Target]]"),
    "Between templates": target("text", "{{Start}}\n| [[Target|cell]]\n{{End}}"),
    "Between templates with box": target(
        "both:Box", "{{Start}}\n| [[Target|cell]]\n| {{Box}}\n{{End}}"
    ),
    # --- arguments ------------------------------------------------------------------------------
    "Argument": target("text:Frame", "{{Frame|[[Target]]}}"),
    "Argument named": target("text:Frame", "{{Frame|1=[[Target]]}}"),
    "Argument passed": target("text:Pass", "{{Pass|[[Target|p]]}}"),
    "Argument twice": target("text:Twice", "{{Twice|[[Target]]}}"),
    "Argument nested": target("text:Frame", "{{Pass|{{Frame|[[Target|n]]}}}}"),
    "Argument ignored": target("", "{{Ignore|[[Target]]}}"),
    "Argument ignored with box": target("template:Box", "{{Ignore|[[Target|a]]}} {{Box}}"),
    "Argument and text": target("text:Frame", "{{Frame|[[Target|a]]}} [[Target]]"),
    "Argument of box": target("both:Both", "{{Both|[[Target|yours]]}}"),
    "Argument with same text": target("both:Both", "{{Both|[[Target|mine]]}}"),
    "Argument overridden": target("", "{{Frame|[[Target]]|1=x}}"),
    "Argument name": target("", "{{Frame|[[Target]]=x|1=y}}"),
    "Argument with equals": target("text:Frame", "{{Frame|1=a=b [[Target]]}}"),
    "Argument with pipe": target("text:Frame", "{{Frame|a [[Target|b]] c}}"),
    "Argument in table": target("text:Frame", "{|\n| {{Frame|[[Target]]}}\n|}"),
    "Argument of missing": Trap("{{No such|[[Target]]}}", {}),
    "Name as argument": target("template:Link", "{{Link|Target}}"),
    "Name as argument, lower case": target("template:Link", "{{Link|target}}"),
    "Name as argument with text": target("both:Link", "{{Link|Target}} [[Target|x]]"),
    "Name and label as argument": target("template:Link named", "{{Link named|Target|x}}"),
    "Box as argument": target("template:Box", "{{Frame|{{Box}}}}"),
    "Box as argument with text": target("both:Frame,Box", "{{Frame|[[Target|x]] {{Box}}}}"),
    # --- templates ------------------------------------------------------------------------------
    "Box": Trap("{{Box}}", {"Target": "template:Box", "Café": "template:Box"}),
    "Box and text": Trap("{{Box}} [[Target]]", {"Target": "both:Box", "Café": "template:Box"}),
    "Nest": target("template:Nest,Box", "{{Nest}}"),
    "Deep nest": target("template:Deep nest,Nest,Box", "{{Deep nest}}"),
    "Two boxes": target("template:Box,Included", "{{Box}} {{Included}}"),
    "Redirected box": target("template:Box", "{{Box alias}}"),
    "Through a redirect": Trap("{{Redirected}}", {"Old target": "template:Redirected"}),
    "Through a redirect, and text": Trap(
        "{{Redirected}} [[Target]]", {"Old target": "template:Redirected", "Target": "text"}
    ),
    "Cond shown": target("template:Cond", "{{Cond|show=1}}"),
    "Cond hidden": target("", "{{Cond}}"),
    "Cond hidden, and text": target("text", "{{Cond}} [[Target]]"),
    "Cond shown, and text": target("both:Cond", "{{Cond|show=1}} [[Target]]"),
    "Cond hidden, and box": target("template:Box", "{{Cond}} {{Box}}"),
    "Default shown": target("template:Default", "{{Default}}"),
    "Default replaced": target("text:Default", "{{Default|[[Target|x]]}}"),
    "Default hidden, and text": target("text", "{{Default|x}} [[Target]]"),
    "Switched": target("template:Switch", "{{Switch|a}}"),
    "Switched off, and text": target("text", "{{Switch|b}} [[Target|x]]"),
    "Docs": target("text", "{{Docs}} [[Target]]"),
    "Included": target("template:Included", "{{Included}}"),
    "Only": Trap("{{Only}} [[Target]]", {"Target": "text"}),
    "Only link": target("template:Only link", "{{Only link}}"),
    "Self": target("template:Self", "{{Self}}"),
    "Ring": target("template:Ring two,Ring one", "{{Ring two}}"),
    "Commented": target("text", "{{Commented}} [[Target]]"),
    "Nowiki of template": target("text", "{{Nowiki}} [[Target]]"),
    "Page as template": target("template:Plain page", "{{:Plain page}}"),
    "Page with box": target("template:Project page,Box", "{{:Project page}}"),
    "Relative template": target("", "{{Sub}}"),
    "Subst": target("text", "{{subst:Frame|[[Target]]}}"),
    "Safesubst": target("template:Box", "{{safesubst:Box}}"),
    "Msgnw": target("text", "{{msgnw:Box}} [[Target]]"),
    "Name of template": target("template:Box", "{{Call|Box}}"),
    "Target of template": target("text", "[[{{Name}}|x]]"),
    "Bar of magic": target("text", "[[Target{{!}}x]]"),
    "Attribute of template": target("text", '<span class="{{Name}}">[[Target|x]]</span>'),
    # --- functions ------------------------------------------------------------------------------
    "If": target("text", "{{#if:1|[[Target]]}}"),
    "If not": target("", "{{#if:|[[Target]]}}"),
    "If not, with box": target("template:Box", "{{#if:|[[Target]]}} {{Box}}"),
    "If with box": target("template:Box", "{{#if:1|{{Box}}}}"),
    "If of template": target("text", "{{#if:{{Name}}|[[Target|x]]}}"),
    "Ifeq": target("text", "{{#ifeq:a|b|x|[[Target]]}}"),
    "Switch": target("text", "{{#switch:a|a=[[Target]]|#default=x}}"),
    "Ifexist": target("not found", "{{#ifexist:Target|yes|no}}"),
    "Ifexist of template": target("not found", "{{Exists}}"),
    "Ifexist with text": target("text", "{{#ifexist:Target|[[Target]]}}"),
    "Parameter": target("text", "{{{1|[[Target]]}}}"),
    "Lower": target("text", "{{lc:[[TARGET|x]]}} [[Target]]"),
    # --- parts of pages that are transcluded ----------------------------------------------------
    "Noinclude": target("text", "<noinclude>[[Target]]</noinclude>"),
    "Includeonly": target("", "<includeonly>[[Target]]</includeonly>"),
    "Includeonly in target": target("text", "[[Tar<includeonly>x</includeonly>get]]"),
    "Onlyinclude": target("text", "[[Target]] <onlyinclude>x</onlyinclude>"),
    # --- subpages -------------------------------------------------------------------------------
    "Foo": Trap("[[/Bar]]", {"Foo/Bar": "text"}),
    "Foo/Baz": Trap("[[../Bar]]", {"Foo/Bar": "text"}),
    "Foo/Qux": Trap("[[../Bar/|x]]", {"Foo/Bar": "text"}),
    "Foo/Quux": Trap("{{../Bar}}", {"Foo/Bar": "text"}),
    # --- redirects ------------------------------------------------------------------------------
    "Redirect": target("text", "#REDIRECT [[Target]]"),
    "Redirect to section": target("text", "#redirect: [[target#Part]]"),
    "Redirect elsewhere": target("text", "#REDIRECT [[Café]]\n[[Target]]"),
    # --- templates that are explored ------------------------------------------------------------
    "Transclusion": Trap("{{Shown}}", {"Template:Shown": "text"}),
    "Transclusion in argument": Trap("{{Frame|{{shown}}}}", {"Template:Shown": "text:Frame"}),
    "Transclusion through": Trap("{{Shows}}", {"Template:Shown": "template:Shows"}),
    "Transclusion both": Trap("{{Shows}} {{Shown}}", {"Template:Shown": "both:Shows"}),
    "Transclusion by name": Trap("{{Template:Shown}}", {"Template:Shown": "text"}),
    "Transclusion linked": Trap("[[Template:Shown]]", {"Template:Shown": "text"}),
    "Transclusion and link": Trap("{{Shown}} [[Template:Shown]]", {"Template:Shown": "text"}),
}

GERMAN_HELPERS = {
    "Ziel": "x",
    "Altes Ziel": "#WEITERLEITUNG [[Ziel]]",
    "Straße": "x",
    "Benutzer:Anna": "x",
    "Hilfe:Über": "x",
    "Vorlage:Kasten": "[[Ziel|Kasten]]",
    "Vorlage:Nest": "{{Kasten}}",
    "Vorlage:Rahmen": "<div>{{{1}}}</div>",
    "Vorlage:Verweis": "[[{{{1}}}]]",
    "Vorlage:Wenn": "{{#if:{{{x|}}}|[[Ziel]]}}",
    "Vorlage:Gezeigt": "x",
}


def _ziel(truth: str, text: str) -> Trap:
    return Trap(text, {"Ziel": truth} if truth else {})


GERMAN = {
    "Endung": _ziel("text", "[[ziel]]e [[Ziel]]ßen"),
    "Umlaut": Trap("[[straße]] [[Stra%C3%9Fe]]", {"Straße": "text"}),
    "Vorlage": _ziel("template:Kasten", "{{kasten}} {{Template:Kasten}}"),
    "Benutzer": Trap("[[User:Anna]] [[Benutzerin:Anna]]", {"Benutzer:Anna": "text"}),
    "Hilfe": Trap("[[help:über]]", {"Hilfe:Über": "text"}),
    "Weiterleitung": _ziel("text", "#WEITERLEITUNG [[Ziel]]"),
    "Bild": Trap(
        "[[Datei:Picture.png|mini|[[Ziel]]]]", {"Ziel": "text", "Datei:Picture.png": "text"}
    ),
    "Bild, englisch": Trap("[[Image:Picture.png]]", {"Datei:Picture.png": "text"}),
    "Medium": Trap("[[Medium:Picture.png]]", {"Datei:Picture.png": "text"}),
    "Bild mit Verweis": _ziel("text", "[[Datei:Picture.png|verweis=Ziel]]"),
    "Ersetzt": _ziel("text", "{{ers:Rahmen|[[Ziel]]}}"),
    "Argument": _ziel("text:Rahmen", "{{Rahmen|[[Ziel|z]]}}"),
    "Name": _ziel("template:Verweis", "{{Verweis|ziel}}"),
    "Kategorie": _ziel("", "[[:Kategorie:Ziel]] [[Kategorie:Ziel]] [[Category:Ziel]]"),
    "Eingebunden": Trap("{{Vorlage:Gezeigt}}", {"Vorlage:Gezeigt": "text"}),
    "Magie": _ziel("text", "[[{{NAMENSRAUM}}:Ziel]] x"),
    "Abschnitt": Trap("[[Altes_Ziel#Teil|x]]", {"Altes Ziel": "text"}),
    "Wenn": _ziel("both:Wenn", "{{Wenn|x=1}} [[Ziel|z]]"),
    "Wenn nicht": _ziel("text", "{{Wenn}} [[Ziel|z]]"),
    "Nest/ä": _ziel("both:Nest,Kasten", "{{nest}} <poem>[[Ziel]]</poem>"),
    "Ä&B+c": _ziel("text", "[[Ziel]]"),
}
