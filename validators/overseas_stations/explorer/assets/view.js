"use strict";
// What of a page with a picture and a list is shown: both, or one of them. The address says which.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const picture = document.querySelector("#map, #plot, figure");
  if (!picture) return;
  const named = picture.id === "map" ? "filter.view_map" : "filter.view_picture";
  const choice = document.querySelector(".view select");

  choice.add(new Option(OVS.say("filter.view_both"), ""));
  choice.add(new Option(OVS.say(named), "map"));
  choice.add(new Option(OVS.say("filter.view_table"), "table"));
  choice.parentElement.hidden = false;
  choice.addEventListener("change", () => OVS.list.change({ view: choice.value }, "chosen"));

  function follow() {
    const { view } = OVS.list.params();
    choice.value = ["map", "table"].includes(view) ? view : "";
    document.getElementById("main").dataset.view = choice.value;
  }

  document.addEventListener("ovs:shown", follow);
  follow();
})();
