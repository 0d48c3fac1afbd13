# %% [markdown]
# # Ten questions to the data
#
# Each is answered by a few lines of pandas, and has a sentence on what to mind. In an environment with Python 3.11 or
# later:
#
#     pip install '/path/to/overseas-stations' matplotlib jupyterlab
#     jupyter lab ten_questions.ipynb
#
# It reads the data that were installed, and needs no network. **The output below is not of all the data** but of a
# small copy of seven countries that never changes, which the repository keeps for its tests. Run it to see the rest.
#
# In all of it an allegation stays an allegation: a record says what a source reported, and not that it is so.

# %%
import matplotlib.pyplot as plt
import pandas as pd

import overseas_stations as ovs

pd.set_option("display.max_colwidth", 200, "display.max_rows", 40)
stations = ovs.stations(wide=True).set_index("id")
print(len(stations), "records of stations in", stations["country"].nunique(), "countries")

# %% [markdown]
# ## 1. When did a station close, or when was it told to?
#
# `event_date` is the day of the event and `as_of` that of the report; `event_date_bound` says how the former is to be
# read.
#
# **Mind** that most pages say only that a station *had* closed. The day below is the last one by which it had; it may
# have happened long before. What later pages say is in `last status`. No closure was verified by anybody independent.

# %%
told = ovs.station_statuses(dates=True).dropna(subset="event_date").query("event_date_bound != 'after'")


def by(status: str) -> pd.Series:
    """Return for each station the last day by which a status had come about, after the page that says the earliest."""
    return told[told["status"] == status].groupby("station_id")["event_date_latest"].min()


closures = pd.DataFrame({"told to close by": by("closure_ordered"), "closed by": by("reported_closed")})
closures.insert(0, "place", stations["place"])
closures["last status"] = stations["status_label"]
closures

# %%
shown = closures.sort_values(["closed by", "told to close by"], ascending=False)
days = shown[["told to close by", "closed by"]]
first = stations.loc[shown.index, "first_reported_earliest"]
rows = range(len(shown))
figure, axes = plt.subplots(figsize=(9, 1 + 0.3 * len(shown)))
axes.hlines(rows, first.fillna(days.min(axis=1)), days.max(axis=1), color="lightgrey", linewidth=2, zorder=1)
axes.scatter(first, rows, color="grey", s=25, label="first reported")
axes.scatter(days["closed by"], rows, color="#0072B2", marker="<", s=50, label="had closed by")
axes.scatter(
    days["told to close by"], rows, facecolor="none", edgecolor="#D55E00", marker="D", s=90, label="told to close by"
)
axes.set_yticks(rows, [f"{place} ({name})" for name, place in shown["place"].items()])
axes.set_title("First reported, told to close, closed: as the sources say", loc="left", pad=26)
axes.legend(loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, frameon=False, ncols=3, fontsize=9)
axes.grid(axis="x", color="whitesmoke")
axes.set_axisbelow(True)
axes.spines[["top", "right", "left"]].set_visible(False)
plt.show()

# %% [markdown]
# ## 2. Which published list names which station?
#
# **Mind** that a list is a claim like any other, and that two lists of one organisation are one voice. Only
# memberships that a page bears out are here: a list may name more.

# %%
listings = ovs.listings().merge(ovs.sources()[["id", "publisher", "published"]], left_on="list_id", right_on="id")
listings["list"] = listings["publisher"] + ", " + listings["published"].fillna("undated")
named = pd.crosstab(listings["station_id"], listings["list"]).replace({0: "", 1: "×"})
named.columns.name = None
named.head(15)

# %% [markdown]
# ## 3. Which inquiry ended in what, which goes on, and where did nobody find an end?
#
# **Mind** that `unknown` means that we looked until the day in `looked_until` and found no page that tells of an end.
# It does not mean that there was none.

# %%
inquiries = ovs.inquiries()
pd.crosstab(inquiries["state"], inquiries["result"].fillna("(no result)"))

# %%
ended = inquiries["result"].isin(["none_found", "no_charges", "charges", "conviction", "referred", "station_closed"])
goes_on = inquiries["state"] == "under_way"
inquiries[ended | goes_on][["id", "actor_name", "date", "state", "state_as_of", "result_label", "outcome"]]

# %%
no_end = inquiries["state"] == "unknown"
inquiries[no_end][["id", "actor_name", "date", "looked_until"]].sort_values("date").head(10)

# %% [markdown]
# ## 4. Who disputes what, and why?
#
# **Mind** the reason. Who disputes a record may say that there is no such place, or that the place is there and does
# something else.

# %%
disputes = ovs.claims().query("stance == 'disputes' and table == 'stations'")
disputes.groupby("origin").agg(stations=("record_id", "nunique"), first=("first_published", "min")).sort_values(
    ["stations", "origin"], ascending=[False, True]
).head(8)

# %%
why = ovs.evidence().query("stance == 'disputes' and record_id == 'nl-amsterdam-1'")
why[["attributed_to", "source_id", "reason"]].sort_values(["attributed_to", "source_id"])

# %% [markdown]
# ## 5. On whose word does a station stand?
#
# Voices are counted by whose claim it is: a hundred pages that pass on one organisation's word are one voice.
#
# **Mind** that one voice can be right and many can be wrong. Where a closure rests on one voice, `cautions` says so.

# %%
alone = stations[stations["voices_count"] == 1]
print(len(alone), "of", len(stations), "rest on one voice:")
alone.groupby("voices").agg(stations=("place", "size"), which=("place", lambda each: "; ".join(each)))

# %%
counts = stations["voices_count"].clip(upper=8).value_counts().reindex(range(1, 9), fill_value=0)
figure, axes = plt.subplots(figsize=(7, 3))
bars = axes.bar(counts.index, counts, color=["#D55E00", *["#56B4E9"] * 7])
axes.bar_label(bars)
axes.set_xticks(range(1, 9), ["1", *map(str, range(2, 8)), "8 or more"])
axes.set_xlabel("independent voices that say that there is such a station")
axes.set_title("Records of stations by the number of voices", loc="left", pad=12)
axes.set_yticks([])
axes.spines[["top", "right", "left"]].set_visible(False)
plt.show()

# %% [markdown]
# ## 6. What did host governments say, apart from members of chambers and parties?
#
# **Mind** that `side` says on whose behalf somebody speaks and `actor_kind` for which body. A member of a chamber may
# belong to the party that governs: whether to the opposition is not coded, and stands in `speaker_role` where a page
# says it. Texts whose `form` is `paraphrase` are our words.

# %%
said = ovs.statements(wide=True).query("side == 'host_state'")
member = said["actor_kind"].isin(["legislator", "party"])
pd.crosstab(said["country_name"], member.map({True: "members and parties", False: "authorities"}))

# %%
said[~member & (said["country"] == "NL")][["date", "speaker", "actor_name", "form", "text"]].sort_values("date")

# %% [markdown]
# ## 7. What did one authority do and say? What did one publisher publish?
#
# An actor has one id and one name, whatever the pages call it; a publisher is spelt in one way.
#
# **Mind** that where several acted together the record has the leading one.

# %%
authority = "nl-foreign-ministry"
did = ovs.responses(wide=True).query("actor_id == @authority")[
    ["date", "kind_label", "authority_as_reported", "summary"]
]
did.sort_values("date")

# %%
ovs.statements(wide=True).query("actor_id == @authority")[["date", "speaker", "text"]].sort_values("date")

# %%
sources = ovs.sources()
sources[sources["publisher"] == "BBC News"][["id", "published", "title", "url"]]

# %% [markdown]
# ## 8. How many records by country and region?
#
# **Mind** that these are records of reports and not stations: one record may stand for several (`stations_claimed`),
# two may be one, and where there is none nobody looked, perhaps. Names and codes follow ISO 3166-1 and UN M49, and
# are no position of ours.

# %%
counted = stations["country"].value_counts().rename("records")
countries = ovs.countries().set_index("code").join(counted, how="inner")
countries[["name", "iso3", "iso_numeric", "region", "records"]].sort_values(
    ["records", "name"], ascending=[False, True]
)

# %%
GROUPS = {
    "reported, or said to be at work": ["reported", "reported_active"],
    "confirmed, or looked into": ["confirmed_by_authorities", "under_investigation"],
    "denied, not known, not found, no offence": [
        *("unknown_to_authorities", "denied_by_authorities", "no_evidence_found", "existence_denied"),
        *("no_illegality_found", "no_charges"),
    ],
    "told to close, inactive, closed": ["closure_ordered", "reported_inactive", "reported_closed"],
}
group = stations["status"].map({status: name for name, listed in GROUPS.items() for status in listed})
many = counted.sort_index().sort_values(ascending=False, kind="stable").index[:15]
table = pd.crosstab(stations["country_name"], group).reindex(
    index=countries.loc[many, "name"], columns=GROUPS, fill_value=0
)
axes = table.iloc[::-1].plot.barh(
    stacked=True, figsize=(8, 1 + 0.35 * len(table)), color=["#BBBBBB", "#E69F00", "#56B4E9", "#0072B2"], width=0.75
)
axes.set_title("Records by country and last status that says more than “reported”", loc="left")
axes.set_ylabel("")
axes.xaxis.get_major_locator().set_params(integer=True)
axes.legend(frameon=False, fontsize=9, loc="upper left", bbox_to_anchor=(1, 1))
axes.spines[["top", "right", "left"]].set_visible(False)
plt.show()

# %% [markdown]
# ## 9. What fell surely into a month, where dates are known to the month or year only?
#
# `dates=True` puts the first and the last day that a date can be beside it, and its precision.
#
# **Mind** that a response without a date is in neither number, and that a year that holds the month is only a
# perhaps.

# %%
responses = ovs.responses(dates=True)
begins, ends = pd.Timestamp("2022-11-01"), pd.Timestamp("2022-11-30")
surely = (responses["date_earliest"] >= begins) & (responses["date_latest"] <= ends)
perhaps = (responses["date_earliest"] <= ends) & (responses["date_latest"] >= begins) & ~surely
print("surely:", surely.sum(), "perhaps:", perhaps.sum(), "without a date:", responses["date"].isna().sum())
responses[surely][["id", "date", "date_precision", "kind"]]

# %% [markdown]
# ## 10. What was known on a day, and what changed since?
#
# **Mind** that this is what the pages that were published by then support, as far as we have read them; pages whose
# date is not known well enough are left out and counted.

# %%
then = ovs.stations(known_on="2022-12-05")
print(then.attrs["known_on"])
changed = stations[["status", "status_as_of"]].join(then.set_index("id")["status"].rename("status then"), how="inner")
changed[changed["status then"] != changed["status"]][["status then", "status", "status_as_of"]]

# %%
since = stations[~stations.index.isin(then["id"])]
print(len(since), "records of stations rest on later pages only:")
since[["place", "first_reported", "status_label"]].head(10)

# %% [markdown]
# ### In which version of these data (`added_in`)
#
# When a row came into these data, or was changed in them, is another question. The ledgers of the releases say it;
# what no release has yet is `unreleased`.

# %%
versions = ovs.versions()
versions.groupby("table")[["added_in", "changed_in"]].agg(lambda column: ", ".join(sorted(set(column))))
