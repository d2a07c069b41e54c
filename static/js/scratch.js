// The silver field of a scratch card. What is beneath comes from the server when the first stroke, or
// the button, sends the form; without this script the button does it all.
(() => {
  "use strict";

  const BRUSH = 22;
  const ENOUGH = 0.45;
  const PATIENCE = 1400;
  const SWEEP = 900;

  const form = document.getElementById("scratch-form");
  const canvas = document.getElementById("scratch-cover");
  const result = document.getElementById("scratch-result");
  if (!form || !canvas || !result || !canvas.getContext) return;

  const pen = canvas.getContext("2d");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  let isSent = false;
  let isKnown = false;
  let byHand = false;
  let last = null;
  const touched = new Set();

  const paint = () => {
    const box = canvas.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(box.width * scale);
    canvas.height = Math.round(box.height * scale);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.globalCompositeOperation = "source-over";
    const silver = pen.createLinearGradient(0, 0, box.width, box.height);
    silver.addColorStop(0, "#c9c4bb");
    silver.addColorStop(0.5, "#efeae1");
    silver.addColorStop(1, "#b9b3a9");
    pen.fillStyle = silver;
    pen.fillRect(0, 0, box.width, box.height);
    pen.strokeStyle = "rgb(120 110 98 / 35%)";
    pen.lineWidth = 1.5;
    for (let x = -box.height; x < box.width; x += 18) {
      pen.beginPath();
      pen.moveTo(x, box.height);
      pen.quadraticCurveTo(x + box.height / 2, box.height / 3, x + box.height, 0);
      pen.stroke();
    }
    pen.globalCompositeOperation = "destination-out";
    pen.lineWidth = BRUSH * 2;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    touched.clear();
  };

  const rub = (from, to) => {
    pen.beginPath();
    pen.moveTo(from.x, from.y);
    pen.lineTo(to.x, to.y);
    pen.stroke();
    touched.add(`${Math.floor(to.x / BRUSH)}:${Math.floor(to.y / BRUSH)}`);
  };

  const cleared = () => {
    const box = canvas.getBoundingClientRect();
    const cells = (box.width / BRUSH) * (box.height / BRUSH);
    return (touched.size * 3) / cells;
  };

  const finish = () => {
    canvas.classList.add("is-gone");
    window.setTimeout(() => {
      canvas.hidden = true;
    }, calm.matches ? 0 : 500);
  };

  // Rub from the left to the right and back, as a hand would.
  const sweep = () => {
    const box = canvas.getBoundingClientRect();
    const rows = Math.ceil(box.height / (BRUSH * 1.4));
    const place = (part) => {
      const row = Math.min(Math.floor(part * rows), rows - 1);
      const along = part * rows - row;
      return { x: (row % 2 ? 1 - along : along) * box.width, y: (row + 0.5) * BRUSH * 1.4 };
    };
    const begin = performance.now();
    let before = place(0);
    const step = (now) => {
      const part = Math.min((now - begin) / SWEEP, 1);
      for (let fine = 1; fine <= 6; fine += 1) {
        const next = place(Math.max(0, part - ((6 - fine) * 16) / SWEEP / 6));
        rub(before, next);
        before = next;
      }
      if (part < 1) window.requestAnimationFrame(step);
      else finish();
    };
    window.requestAnimationFrame(step);
  };

  const send = () => {
    if (isSent) return;
    isSent = true;
    form.requestSubmit();
  };

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  canvas.addEventListener("pointerdown", (event) => {
    byHand = true;
    last = at(event);
    canvas.setPointerCapture(event.pointerId);
    rub(last, last);
    send();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const here = at(event);
    rub(last, here);
    last = here;
    if (isKnown && cleared() > ENOUGH) finish();
  });
  const lift = () => {
    last = null;
    if (isKnown) window.setTimeout(finish, PATIENCE);
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  form.addEventListener("htmx:beforeRequest", () => {
    isSent = true;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) {
      isSent = false;
      byHand = false;
      paint();
    }
  });
  result.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== result) return;
    isKnown = true;
    form.hidden = true;
    result.focus({ preventScroll: true });
    if (calm.matches) finish();
    else if (!byHand) sweep();
    else if (!last) window.setTimeout(finish, PATIENCE);
  });

  let width = 0;
  const fit = () => {
    if (isSent || canvas.offsetWidth === width) return;
    width = canvas.offsetWidth;
    paint();
  };
  canvas.hidden = false;
  fit();
  window.addEventListener("resize", fit);
})();
