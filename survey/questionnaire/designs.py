"""Designs of samples that errors here know nothing of, and the words for who asks for one."""

from __future__ import annotations

from survey.errors import Problem

_DESIGNS = (
    *("strata", "stratum", "stratify", "strat"),
    *("cluster", "clusters", "clusterid", "psu", "ssu", "primarysamplingunit"),
    *("replicate", "replicates", "replicateweights", "repweights", "repweight", "jackknife", "brr", "bootstrap"),
    *("design", "samplingdesign", "surveydesign", "svydesign"),
)


def design_asked_for(name: str, where: str) -> Problem | None:
    """The problem with a key or an option that asks for clusters, strata or replicate weights; none of any other."""
    if name.casefold().replace("-", "").replace("_", "") not in _DESIGNS:
        return None
    return Problem(
        "clusters, strata and replicate weights are not known here",
        where,
        "respondents drawn one by one, with weights or without",
        repr(name),
        "errors, intervals and tests of such a design need other software, such as R's survey: see docs/statistics.md",
    )
