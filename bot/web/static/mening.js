// "Was dit duidelijk?" below an answer.

import { element, pressButton } from "./blokken.js";

const MAX_TEXT = 1000;

// give(clear, text) sends the opinion and rejects when it was not taken; announce tells what happened.
export function opinionElement(give, announce) {
  const shown = element("fieldset", { class: "opinion" }, [element("legend", { text: "Was dit duidelijk?" })]);
  const thank = async (clear, text) => {
    try {
      await give(clear, text);
      end("Dank je, dat helpt ons.");
    } catch {
      announce("Je mening is niet aangekomen. Probeer het straks opnieuw.");
      if (text) end("Je mening is niet aangekomen.");
    }
  };
  const end = (text) => {
    const focused = shown.contains(shown.getRootNode().activeElement);
    const last = element("p", { class: "opinion", tabindex: "-1", text });
    shown.replaceWith(last);
    if (focused) last.focus({ preventScroll: true });
    announce(text);
  };
  const ask = () => {
    give(false, "").catch(() => {});
    const text = element("textarea", { rows: 2, maxlength: MAX_TEXT, dir: "auto" });
    shown.replaceChildren(
      element("legend", { text: "Wat ontbrak er?" }),
      element("label", {}, ["Schrijf liever geen namen of iets over je gezondheid. Je mag dit overslaan.", text]),
      pressButton("Verstuur mijn mening", () => thank(false, text.value.trim())),
    );
    text.focus();
  };
  shown.append(pressButton("Ja", () => thank(true, "")), pressButton("Nee", ask));
  return shown;
}
