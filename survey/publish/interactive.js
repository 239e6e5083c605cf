"use strict";
// Each still picture makes way for the drawn one. Where that fails, the still one stays.
(async () => {
  const drawings = JSON.parse(document.getElementById("drawings").textContent);
  const tip = document.getElementById("tip");

  function say(text, x, y) {
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    const room = document.documentElement;
    tip.style.left = `${Math.max(4, Math.min(x + 12, room.clientWidth - tip.offsetWidth - 4))}px`;
    const below = y + 16;
    const fits = below + tip.offsetHeight < room.clientHeight;
    tip.style.top = `${fits ? below : Math.max(4, y - tip.offsetHeight - 12)}px`;
  }

  function readable(place) {
    const marks = () => [...place.querySelectorAll("[role=graphics-symbol]")].filter((mark) => mark.__data__?.tooltip);
    let at = -1;
    place.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const all = marks();
      if (!step || !all.length) return;
      event.preventDefault();
      all[at]?.classList.remove("read");
      at = at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length;
      all[at].classList.add("read");
      all[at].scrollIntoView({ block: "nearest", inline: "nearest" });
      const box = all[at].getBoundingClientRect();
      say(all[at].__data__.tooltip, box.left + box.width / 2, box.bottom - 12);
    });
    place.addEventListener("blur", () => {
      marks()[at]?.classList.remove("read");
      at = -1;
      say("");
    });
  }

  const options = {
    mode: "vega-lite",
    ast: true, // expressions are interpreted, never evaluated: the page's policy forbids that
    renderer: "svg",
    logLevel: 1, // errors: an empty layer of a chart is none
    actions: false,
    defaultStyle: false,
    tooltip: (_, event, __, value) => say(value, event.clientX, event.clientY),
  };
  addEventListener("keydown", (event) => event.key === "Escape" && say(""));
  addEventListener("scroll", () => say(""), { passive: true });

  for (const [name, drawing] of Object.entries(drawings)) {
    const place = document.getElementById(`chart-${name}`);
    const still = place.firstElementChild;
    const stage = document.createElement("div");
    try {
      place.append(stage);
      await vegaEmbed(stage, drawing, options);
      for (const part of stage.querySelectorAll("[aria-roledescription=visualization]")) {
        for (const name of ["role", "aria-label", "aria-roledescription"]) part.removeAttribute(name);
      }
      const drawn = stage.querySelector("svg");
      drawn.setAttribute("role", "img");
      drawn.setAttribute("aria-label", drawing.description);
      for (const empty of drawn.querySelectorAll("[role=graphics-symbol]:not([aria-label])")) empty.removeAttribute("role");
      still.remove();
      readable(place);
    } catch (error) {
      stage.remove();
      console.error(name, error);
    }
  }
  document.getElementById("how").hidden = false;
})();
