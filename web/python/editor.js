// The editor of a cell: CodeMirror, in the page's colors. Escape, then Tab leaves it.

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, keymap } from "@codemirror/view";
import { highlightCode, tags } from "@lezer/highlight";

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.self], class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "tok-string" },
  { tag: tags.number, class: "tok-number" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "tok-name" },
]);

/** An editor of this text in this place. */
export function edit(parent, text, { label, changed, run }) {
  const runKeys = Prec.highest(keymap.of([{ key: "Shift-Enter", run: () => (run(), true) }]));
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        runKeys,
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of("    "),
        pythonLanguage,
        syntaxHighlighting(colors),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, autocapitalize: "off", spellcheck: "false" }),
        // The page would take a slash for its own: it goes to the search.
        EditorView.domEventHandlers({ keydown: (event) => event.stopPropagation() }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      ],
    }),
  });
  return view;
}

/** Code in the same colors, to be read. */
export function colored(code) {
  const pre = document.createElement("pre");
  const put = (text, classes) => {
    const part = document.createElement("span");
    part.className = classes;
    part.textContent = text;
    pre.append(classes ? part : text);
  };
  highlightCode(code, pythonLanguage.parser.parse(code), colors, put, () => pre.append("\n"));
  return pre;
}
