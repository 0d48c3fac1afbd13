"use strict";
// The headings of a list sort it: up, then down, then not.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const headings = [...document.getElementById("rows").tHead.rows[0].cells];

  headings.forEach(function (heading, index) {
    const button = OVS.element("button", heading.textContent.trim(), { type: "button", class: "sort" });
    const up = String(index + 1);
    const down = `-${up}`;
    heading.replaceChildren(button);
    button.addEventListener("click", function () {
      const { sort } = OVS.list.params();
      OVS.list.change({ sort: sort === up ? down : sort === down ? "" : up }, "chosen");
    });
    document.addEventListener("ovs:shown", function () {
      const { sort } = OVS.list.params();
      if (sort === up || sort === down) heading.setAttribute("aria-sort", sort === up ? "ascending" : "descending");
      else heading.removeAttribute("aria-sort");
    });
  });
  OVS.list.show();
})();
