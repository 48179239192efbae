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


def _target(truth: str, text: str) -> Trap:
    return Trap(text, {"Target": truth} if truth else {})


_PICTURE = "File:Picture.png"

TRAPS = {
    # --- brackets -------------------------------------------------------------------------------
    "Plain": _target("text", "a [[Target]] b"),
    "Piped": _target("text", "a [[Target|t]] b"),
    "Trail": _target("text", "[[target]]ed"),
    "Lower case": _target("text", "[[target]]"),
    "Underscores": Trap("[[old_target]]", {"Old target": "text"}),
    "Blanks": _target("text", "[[  Target _ |x]]"),
    "Section": _target("text", "[[Target#Part|x]]"),
    "Section of template": _target("text", "[[Target#{{Empty}}|x]]"),
    "Percent": _target("text", "[[%54arget]]"),
    "Percent of bytes": Trap("[[Caf%C3%A9]]", {"Café": "text"}),
    "Entity": _target("text", "[[&#84;arget]]"),
    "Entity hexadecimal": _target("text", "[[T&#x61;rget]]"),
    "Entity named": Trap("[[Caf&eacute;]]", {"Café": "text"}),
    "Entity ampersand": Trap("[[R&amp;D]]", {"R&D": "text"}),
    "Ampersand": Trap("[[R&D]]", {"R&D": "text"}),
    "Decomposed": Trap("[[Cafe&#x301;]]", {"Café": "text"}),
    "Right to left mark": _target("text", "[[Target\u200e]]"),
    "No-break space": Trap("[[Old\u00a0target]]", {"Old target": "text"}),
    "Colon": _target("text", "[[:Target]]"),
    "Two colons": _target("", "[[::Target]]"),
    "Namespace": Trap("[[user:ann]]", {"User:Ann": "text"}),
    "Namespace blanks": Trap("[[ User : Ann ]]", {"User:Ann": "text"}),
    "Project name": Trap("[[Project:X]] [[Target]]", {"Target": "text"}),
    "Hebrew": Trap("[[עברית]] ו", {"עברית": "text"}),
    "Chinese": Trap("他[[石英]]們", {"石英": "text"}),
    "Pipe trick": _target("", "[[Target|]]"),
    "Empty label later": _target("text", "[[Target|]] and ]]"),
    "Break in label": _target("text", "[[Target|a\nb]]"),
    "Break in target": _target("", "[[Tar\nget]]"),
    "Three brackets": _target("", "[[[Target]]]"),
    "Four brackets": _target("text", "[[[[Target]]]]"),
    "Unclosed": _target("text", "[[Target [[Target]]"),
    "One bracket": _target("", "[[Target]"),
    "Nested brackets": _target("text", "[[Café|a [[Target]] b]]"),
    "Bracket in label": _target("text", "[[Target|[x]]]"),
    "External around": _target("text", "[http://example.org a [[Target]] b]"),
    "External": _target("", "[[http://example.org Target]] [http://example.org/Target Target]"),
    "Bold in label": _target("text", "[[Target|''t'' '''u''']]"),
    "Illegal": _target("", "[[Target<b>]] [[{Target}]]"),
    "Variants": _target("text", "-{[[Target]]}-"),
    "Old name": Trap("[[Old target|new name]]", {"Old target": "text"}),
    "Both names": Trap("[[Old target]] [[Target]]", {"Old target": "text", "Target": "text"}),
    # --- where nothing is read ------------------------------------------------------------------
    "Comment": _target("", "<!-- [[Target]] -->"),
    "Comment in target": _target("text", "[[Tar<!-- x -->get]]"),
    "Comment unclosed": _target("text", "[[Target]] <!-- [[Café]]"),
    "Comment in brackets": _target("text", "[<!-- x -->[Target]]"),
    "Nowiki": _target("", "<nowiki>[[Target]]</nowiki>"),
    "Nowiki closed": _target("text", "<nowiki />[[Target]]"),
    "Nowiki in brackets": _target("", "[<nowiki/>[Target]]"),
    "Nowiki in target": _target("", "[[Tar<nowiki/>get]]"),
    "Nowiki in label": _target("text", "[[Target|<nowiki>]]</nowiki>]]"),
    "Nowiki unclosed": _target("text", "<nowiki>[[Target]]"),
    "Nowiki in capitals": _target("", "<NOWIKI>[[Target]]</NoWiki >"),
    "Pre": _target("", "<pre>[[Target]]</pre>"),
    "Code": _target("text", "<code>[[Target]]</code>"),
    "Source": _target("", '<syntaxhighlight lang="c">[[Target]]</syntaxhighlight>'),
    "Unknown tag": _target("text", "<foo>[[Target]]</foo>"),
    "Unknown math": _target("text", "<chem>[[Target]]</chem>"),
    "Attribute": _target("", '<span title="[[Target]]">x</span>'),
    "Attribute of unknown tag": _target("text", '<foo title="[[Target]]">x</foo>'),
    "Table attribute": _target("", '{| title="[[Target]]"\n| x\n|}'),
    "Row attribute": _target("", "{|\n|- [[Target]]\n| x\n|}"),
    "Indented": _target("text", " [[Target]]"),
    # --- tags that hold wikitext ----------------------------------------------------------------
    "Reference": _target("text", "a<ref>[[Target]]</ref>"),
    "Reference listed": _target("text", "a<ref>[[Target|r]]</ref>\n\n{{Reflist}}"),
    "Reference named": _target("text", 'a<ref name="x">[[Target]]</ref> b<ref name="x" />'),
    "Reference in list": _target(
        "text", 'a<ref name="x" /><references><ref name="x">[[Target]]</ref></references>'
    ),
    "Reference in argument": _target("text:Frame", "{{Frame|a<ref>[[Target|r]]</ref>}}"),
    "Reference of template": _target("template:Ref", "{{Ref}}"),
    "Reference of template listed": _target("template:Ref", "{{Ref}}\n{{Reflist}}"),
    "Reference with template": _target("template:Box", "a<ref>{{Box}}</ref>"),
    "Reference with template listed": _target("template:Box", "a<ref>{{Box}}</ref> {{Reflist}}"),
    "Reference both": _target("both:Ref", "{{Ref}}<ref>[[Target|x]]</ref> {{Reflist}}"),
    "Reference by function": _target("text", "a{{#tag:ref|[[Target]]}}"),
    "Poem": _target("text", "<poem>\n[[Target]]\nx</poem>"),
    "Gallery": Trap(
        "<gallery>\nPicture.png|a [[Target]]\nFile:Picture.png\n</gallery>",
        {"Target": "text", _PICTURE: "text"},
    ),
    "Gallery caption": _target("text", '<gallery caption="x [[Target]]">\nPicture.png\n</gallery>'),
    "Gallery link": _target("text", "<gallery>\nPicture.png|link=Target|x\n</gallery>"),
    "Gallery comment": _target("", "<gallery>\nPicture.png|<!-- [[Target]] -->\n</gallery>"),
    "Imagemap": _target(
        "text", "<imagemap>\nFile:Picture.png|10px\nrect 0 0 5 5 [[Target|x]]\n</imagemap>"
    ),
    "Imagemap default": _target(
        "text", "<imagemap>\nFile:Picture.png|10px\ndefault [[Target]]\n</imagemap>"
    ),
    # --- files and categories -------------------------------------------------------------------
    "Caption": _target("text", "[[File:Picture.png|thumb|a [[Target]] b]]"),
    "Caption of inline file": _target("text", "[[File:Picture.png|a [[Target]] b]]"),
    "Caption with two": _target("text", "[[File:Picture.png|thumb|[[Café]] and [[Target]]]]"),
    "Caption with template": _target("template:Box", "[[File:Picture.png|thumb|a {{Box}}]]"),
    "Picture link": _target("text", "[[File:Picture.png|10px|link=Target]]"),
    "Picture": Trap("[[Image:picture.png]]", {_PICTURE: "text"}),
    "Picture page": Trap("[[:File:Picture.png]]", {_PICTURE: "text"}),
    "Media": Trap("[[Media:Picture.png|x]]", {_PICTURE: "text"}),
    "Category": _target("text", "[[Category:Target]] [[:Target]]"),
    # --- tables, lists, headings ----------------------------------------------------------------
    "Table": _target("text", "{|\n! [[Target]]\n|-\n| x\n|}"),
    "Cell": _target("text", '{|\n| style="x" | [[Target|t]] || y\n|}'),
    "Table caption": _target("text", "{|\n|+ [[Target]]\n| x\n|}"),
    "Heading": _target("text", "== [[Target]] ==\nx"),
    "List": _target("text", "* a\n*# [[Target]]"),
    "Between templates": _target("text", "{{Start}}\n| [[Target|cell]]\n{{End}}"),
    "Between templates with box": _target(
        "both:Box", "{{Start}}\n| [[Target|cell]]\n| {{Box}}\n{{End}}"
    ),
    # --- arguments ------------------------------------------------------------------------------
    "Argument": _target("text:Frame", "{{Frame|[[Target]]}}"),
    "Argument named": _target("text:Frame", "{{Frame|1=[[Target]]}}"),
    "Argument passed": _target("text:Pass", "{{Pass|[[Target|p]]}}"),
    "Argument twice": _target("text:Twice", "{{Twice|[[Target]]}}"),
    "Argument nested": _target("text:Frame", "{{Pass|{{Frame|[[Target|n]]}}}}"),
    "Argument ignored": _target("", "{{Ignore|[[Target]]}}"),
    "Argument ignored with box": _target("template:Box", "{{Ignore|[[Target|a]]}} {{Box}}"),
    "Argument and text": _target("text:Frame", "{{Frame|[[Target|a]]}} [[Target]]"),
    "Argument of box": _target("both:Both", "{{Both|[[Target|yours]]}}"),
    "Argument with same text": _target("both:Both", "{{Both|[[Target|mine]]}}"),
    "Argument overridden": _target("", "{{Frame|[[Target]]|1=x}}"),
    "Argument name": _target("", "{{Frame|[[Target]]=x|1=y}}"),
    "Argument with equals": _target("text:Frame", "{{Frame|1=a=b [[Target]]}}"),
    "Argument with pipe": _target("text:Frame", "{{Frame|a [[Target|b]] c}}"),
    "Argument in table": _target("text:Frame", "{|\n| {{Frame|[[Target]]}}\n|}"),
    "Argument of missing": Trap("{{No such|[[Target]]}}", {}),
    "Name as argument": _target("template:Link", "{{Link|Target}}"),
    "Name as argument, lower case": _target("template:Link", "{{Link|target}}"),
    "Name as argument with text": _target("both:Link", "{{Link|Target}} [[Target|x]]"),
    "Name and label as argument": _target("template:Link named", "{{Link named|Target|x}}"),
    "Box as argument": _target("template:Box", "{{Frame|{{Box}}}}"),
    "Box as argument with text": _target("both:Frame,Box", "{{Frame|[[Target|x]] {{Box}}}}"),
    # --- templates ------------------------------------------------------------------------------
    "Box": Trap("{{Box}}", {"Target": "template:Box", "Café": "template:Box"}),
    "Box and text": Trap("{{Box}} [[Target]]", {"Target": "both:Box", "Café": "template:Box"}),
    "Nest": _target("template:Nest,Box", "{{Nest}}"),
    "Deep nest": _target("template:Deep nest,Nest,Box", "{{Deep nest}}"),
    "Two boxes": _target("template:Box,Included", "{{Box}} {{Included}}"),
    "Redirected box": _target("template:Box", "{{Box alias}}"),
    "Through a redirect": Trap("{{Redirected}}", {"Old target": "template:Redirected"}),
    "Through a redirect, and text": Trap(
        "{{Redirected}} [[Target]]", {"Old target": "template:Redirected", "Target": "text"}
    ),
    "Cond shown": _target("template:Cond", "{{Cond|show=1}}"),
    "Cond hidden": _target("", "{{Cond}}"),
    "Cond hidden, and text": _target("text", "{{Cond}} [[Target]]"),
    "Cond shown, and text": _target("both:Cond", "{{Cond|show=1}} [[Target]]"),
    "Cond hidden, and box": _target("template:Box", "{{Cond}} {{Box}}"),
    "Default shown": _target("template:Default", "{{Default}}"),
    "Default replaced": _target("text:Default", "{{Default|[[Target|x]]}}"),
    "Default hidden, and text": _target("text", "{{Default|x}} [[Target]]"),
    "Switched": _target("template:Switch", "{{Switch|a}}"),
    "Switched off, and text": _target("text", "{{Switch|b}} [[Target|x]]"),
    "Docs": _target("text", "{{Docs}} [[Target]]"),
    "Included": _target("template:Included", "{{Included}}"),
    "Only": Trap("{{Only}} [[Target]]", {"Target": "text"}),
    "Only link": _target("template:Only link", "{{Only link}}"),
    "Self": _target("template:Self", "{{Self}}"),
    "Ring": _target("template:Ring two,Ring one", "{{Ring two}}"),
    "Commented": _target("text", "{{Commented}} [[Target]]"),
    "Nowiki of template": _target("text", "{{Nowiki}} [[Target]]"),
    "Page as template": _target("template:Plain page", "{{:Plain page}}"),
    "Page with box": _target("template:Project page,Box", "{{:Project page}}"),
    "Relative template": _target("", "{{Sub}}"),
    "Subst": _target("text", "{{subst:Frame|[[Target]]}}"),
    "Safesubst": _target("template:Box", "{{safesubst:Box}}"),
    "Msgnw": _target("text", "{{msgnw:Box}} [[Target]]"),
    "Name of template": _target("template:Box", "{{Call|Box}}"),
    "Target of template": _target("text", "[[{{Name}}|x]]"),
    "Bar of magic": _target("text", "[[Target{{!}}x]]"),
    "Attribute of template": _target("text", '<span class="{{Name}}">[[Target|x]]</span>'),
    # --- functions ------------------------------------------------------------------------------
    "If": _target("text", "{{#if:1|[[Target]]}}"),
    "If not": _target("", "{{#if:|[[Target]]}}"),
    "If not, with box": _target("template:Box", "{{#if:|[[Target]]}} {{Box}}"),
    "If with box": _target("template:Box", "{{#if:1|{{Box}}}}"),
    "If of template": _target("text", "{{#if:{{Name}}|[[Target|x]]}}"),
    "Ifeq": _target("text", "{{#ifeq:a|b|x|[[Target]]}}"),
    "Switch": _target("text", "{{#switch:a|a=[[Target]]|#default=x}}"),
    "Ifexist": _target("not found", "{{#ifexist:Target|yes|no}}"),
    "Ifexist of template": _target("not found", "{{Exists}}"),
    "Ifexist with text": _target("text", "{{#ifexist:Target|[[Target]]}}"),
    "Parameter": _target("text", "{{{1|[[Target]]}}}"),
    "Lower": _target("text", "{{lc:[[TARGET|x]]}} [[Target]]"),
    # --- parts of pages that are transcluded ----------------------------------------------------
    "Noinclude": _target("text", "<noinclude>[[Target]]</noinclude>"),
    "Includeonly": _target("", "<includeonly>[[Target]]</includeonly>"),
    "Includeonly in target": _target("text", "[[Tar<includeonly>x</includeonly>get]]"),
    "Onlyinclude": _target("text", "[[Target]] <onlyinclude>x</onlyinclude>"),
    # --- subpages -------------------------------------------------------------------------------
    "Foo": Trap("[[/Bar]]", {"Foo/Bar": "text"}),
    "Foo/Baz": Trap("[[../Bar]]", {"Foo/Bar": "text"}),
    "Foo/Qux": Trap("[[../Bar/|x]]", {"Foo/Bar": "text"}),
    "Foo/Quux": Trap("{{../Bar}}", {"Foo/Bar": "text"}),
    # --- redirects ------------------------------------------------------------------------------
    "Redirect": _target("text", "#REDIRECT [[Target]]"),
    "Redirect to section": _target("text", "#redirect: [[target#Part]]"),
    "Redirect elsewhere": _target("text", "#REDIRECT [[Café]]\n[[Target]]"),
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
