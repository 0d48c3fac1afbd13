"use strict";
// What held by a month or a day, of steps by day: for the map beside its slider, and for a page that it leads to.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  // The English of the site is that of Britain.
  const lang = document.documentElement.lang.replace(/^en$/, "en-GB");
  const MONTH = { year: "numeric", month: "long", timeZone: "UTC" };

  // The last of some steps by a date, without its day; a month lasts to its end. Empty before the first.
  OVS.stepBy = function (steps, date) {
    let found = [];
    for (const [day, ...told] of steps || []) if (day.slice(0, date.length) <= date) found = told;
    return found;
  };

  // A month or a day in words.
  OVS.inWords = function (date) {
    const form = new Intl.DateTimeFormat(lang, date.length > 7 ? { ...MONTH, day: "numeric" } : MONTH);
    return form.format(new Date(date.length > 7 ? date : `${date}-01`));
  };

  // What is shown of a date, and in which of the two ways: known by then, or had come about.
  OVS.sayThen = function (date, mode) {
    if (!date) return OVS.say("slider.today");
    return OVS.say(`slider.${mode}_${date.length > 7 ? "by" : "by_end"}`, { date: OVS.inWords(date) });
  };

  // The end of the address of a page that is led to from a date.
  OVS.thenOf = (date, mode) => (date ? `?at=${date}${mode === "happened" ? "&mode=happened" : ""}` : "");
})();
