"use strict";
// Marks of a picture by keyboard: Tab stops once at each picture, and arrow keys lead from mark to mark, west to east.
(function () {
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  function prepare(picture) {
    const links = [...picture.querySelectorAll("a")];
    const frame = picture.getBoundingClientRect();
    const places = new Map(links.map((mark) => [mark, inside(mark.getBoundingClientRect(), frame)]));
    // What lies beyond the part of the world that is shown is no place to stop at.
    const all = links.filter((mark) => places.get(mark));
    if (all.length < 2) return;
    all.sort((one, other) => places.get(one).x - places.get(other).x || places.get(one).y - places.get(other).y);
    // A shape may be as large as the picture: the first stop is a mark.
    let stop = all.find((mark) => !mark.matches(".area")) || all[0];

    function put(mark) {
      stop.setAttribute("tabindex", "-1");
      stop = mark;
      stop.setAttribute("tabindex", "0");
    }

    for (const mark of links) mark.setAttribute("tabindex", "-1");
    put(stop);
    picture.addEventListener("focusin", (event) => all.includes(event.target) && put(event.target));
    picture.addEventListener("keydown", function (event) {
      const seen = all.filter((mark) => mark.style.display !== "none");
      const at = seen.indexOf(stop);
      const to = { Home: 0, End: seen.length - 1 }[event.key] ?? at + (STEPS[event.key] || 0);
      if (to === at || !seen[to] || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      seen[to].focus({ preventScroll: true });
      // The page goes no further than it takes to see the mark; of a shape it may be any part.
      (seen[to].matches(".area") ? picture : seen[to]).scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    // A mark that is not there on a date is no place to stop at.
    document.addEventListener("ovs:shown", function () {
      const seen = all.find((mark) => mark.style.display !== "none");
      if (stop.style.display === "none" && seen) put(seen);
    });
  }

  // The part of a box that lies in a frame, by its middle; null where none does.
  function inside(box, frame) {
    const [left, right] = [Math.max(box.left, frame.left), Math.min(box.right, frame.right)];
    const [top, bottom] = [Math.max(box.top, frame.top), Math.min(box.bottom, frame.bottom)];
    return left < right && top < bottom ? { x: (left + right) / 2, y: (top + bottom) / 2 } : null;
  }

  document.querySelectorAll(".window > svg, #plot").forEach(prepare);
})();
