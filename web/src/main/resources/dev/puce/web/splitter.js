// The border between list and details, which the user moves.
import { element } from "./dom.js";

const STEP = 2; // percent, for a key
const LEAST = 20;
const MOST = 80;

/**
 * Makes a border. The details are behind it: beside the list, or below it in narrow windows.
 * @param {Element} main has list, border and details
 */
export function splitter(main) {
  const isBelow = () => getComputedStyle(main).flexDirection === "column";
  const size = (box) => (isBelow() ? box.height : box.width);
  const set = (percent) => {
    const share = Math.min(MOST, Math.max(LEAST, Math.round(percent)));
    main.style.setProperty("--details", `${share}%`);
    border.setAttribute("aria-valuenow", share);
  };
  const border = element("div.splitter", {
    role: "separator",
    tabindex: "0",
    "aria-label": "Size of the details",
    "aria-valuenow": 40,
    "aria-valuemin": LEAST,
    "aria-valuemax": MOST,
    onpointerdown: (event) => {
      event.preventDefault(); // selects no text
      border.setPointerCapture(event.pointerId);
    },
    onpointermove: (event) => {
      if (!border.hasPointerCapture(event.pointerId)) return;
      const box = main.getBoundingClientRect();
      set((100 * (isBelow() ? box.bottom - event.clientY : box.right - event.clientX)) / size(box));
    },
    onkeydown: (event) => {
      const step = { ArrowLeft: STEP, ArrowUp: STEP, ArrowRight: -STEP, ArrowDown: -STEP }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const details = border.nextElementSibling.getBoundingClientRect();
      set((100 * size(details)) / size(main.getBoundingClientRect()) + step);
    },
  });
  new ResizeObserver(() => border.setAttribute("aria-orientation", isBelow() ? "horizontal" : "vertical")).observe(main);
  return border;
}
