"use strict";
// Pictures on small screens: one that is wider than the screen opens where most of its marks are, and a finger need not
// meet a mark: the nearest one is meant.
(function () {
  const REACH = 14;

  function middle(mark) {
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    return { mark, x: (left + right) / 2, y: (top + bottom) / 2 };
  }

  const marksOf = (picture) =>
    [...picture.querySelectorAll("a:not(.area)")].filter((mark) => mark.style.display !== "none").map(middle);

  // So that as many marks as can be are seen, and the last ones of them.
  function open(picture) {
    const box = picture.parentElement;
    if (box.scrollWidth <= box.clientWidth) return;
    const { left } = picture.getBoundingClientRect();
    const places = marksOf(picture).map(({ x }) => x - left).sort((one, other) => one - other);
    const room = box.clientWidth - 2 * REACH;
    let best = { count: 0, from: 0, to: 0 };
    for (let first = 0, last = 0; last < places.length; last++) {
      while (places[last] - places[first] > room) first++;
      const count = last - first + 1;
      if (count >= best.count) best = { count, from: places[first], to: places[last] };
    }
    box.scrollLeft = (best.from + best.to - box.clientWidth) / 2;
  }

  function nearest(picture, { clientX, clientY }) {
    const far = ({ x, y }) => Math.hypot(x - clientX, y - clientY);
    const near = marksOf(picture).filter((place) => far(place) <= REACH);
    return near.sort((one, other) => far(one) - far(other))[0];
  }

  function prepare(picture) {
    open(picture);
    picture.addEventListener("click", function (event) {
      const met = event.target.closest("a:not(.area)");
      const meant = met || event.detail === 0 ? null : nearest(picture, event);
      if (!meant) return;
      event.preventDefault();
      location.assign(meant.mark.href.baseVal);
    });
  }

  document.querySelectorAll(".window > svg, #plot").forEach(prepare);
})();
