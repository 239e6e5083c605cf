"""Free text, all of its figures by one script: each with its interval, its peers on the same rows, and the goal.

    python -m tests.benchmarks.themes              # all parts: three quarters of an hour
    python -m tests.benchmarks.themes stance match # some of them
    python -m tests.benchmarks.themes learning 5000 # with so many examples at most: both methods take minutes

| part | figures |
|---|---|
| stance | kappa with people, negatives called positive; TextBlob, VADER where it is installed |
| match | mean average precision of definitions without examples; TF-IDF |
| learning | micro-F1 of few examples, one code an answer and several; what is coded unattended; TF-IDF and regression |
| unattended | what is coded unattended at qualities asked, and the quality that it has |
| pooled | both of these on arguments matched to key points by several people; TF-IDF and regression |
| campaigns | precision and recall of pairs of letters; datasketch, exact Jaccard |
| details | personal details found, names and those with a pattern; capitals |
| speed | answers a second with evidence; places that slice back, answers accounted for |
| step | seconds and memory of the whole step on 10,000 answers |
| same | different results over shuffles, threads and hash seeds |

Human-coded texts are read beside the project where they are; they are another's, and no figure here was fitted to what
it is measured on: the weights of stance and the three of matching were settled on these development texts, so judge
them on others. Intervals: 95%, percentiles of 1,000 bootstrap samples (of comments; of topics with stance for mAP).
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.benchmarks._theme_campaigns import measure_campaigns
from tests.benchmarks._theme_coding import measure_same, measure_speed, measure_step
from tests.benchmarks._theme_details import measure_details
from tests.benchmarks._theme_learning import USUAL, measure_learning, measure_several, measure_unattended
from tests.benchmarks._theme_match import measure_comments, measure_match
from tests.benchmarks._theme_pooled import measure_pooled
from tests.benchmarks._theme_stance import measure_stance

most = next((int(each) for each in sys.argv[1:] if each.isdigit()), USUAL)
PARTS: dict[str, tuple[Callable[[], None], ...]] = {
    "stance": (measure_stance,),
    "match": (measure_match, measure_comments),
    "learning": (lambda: measure_learning(most), lambda: measure_several(most)),
    "unattended": (measure_unattended,),
    "pooled": (measure_pooled,),
    "campaigns": (measure_campaigns,),
    "details": (measure_details,),
    "speed": (measure_speed,),
    "step": (measure_step,),
    "same": (measure_same,),
}

if __name__ == "__main__":
    for part in [each for each in sys.argv[1:] if each in PARTS] or PARTS:
        print(f"-- {part}", flush=True)
        for measure in PARTS[part]:
            measure()
