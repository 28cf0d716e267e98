// The search shows prose and code of the pages that it finds, as `say` in conf.py lets it find them:
// no words from pictures and controls, and of a formula what is seen of it, if it stands in a line.
{
  const others = "svg, button, .live-slider, .live-sign, .katex-display, .katex-mathml";
  const textOf = Search.htmlToText;
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll(others).forEach((part) => part.remove());
    return textOf(page.documentElement.outerHTML, anchor);
  };
}
