// The search shows prose and code of the pages that it finds, as `say` in conf.py lets it find them:
// no words from pictures and buttons, and no formula twice.
{
  const textOf = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const others = "svg, button, output, .katex-mathml";
    page.querySelectorAll(others).forEach((part) => part.remove());
    return textOf(page.documentElement.outerHTML, anchor);
  };
}
