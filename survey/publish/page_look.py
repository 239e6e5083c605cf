"""How the pages look: one style for screens, one for the words-only version, both for print."""

PLAIN = """
body{font:1rem/1.5 Arial,Helvetica,sans-serif;color:#000;background:#fff;margin:0 auto;max-width:60rem;padding:1rem;
overflow-wrap:break-word}
h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem}a{color:#12436D}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
.topic{display:block;font-size:1rem;font-weight:normal;color:#3D3D3D}
table{border-collapse:collapse;min-width:min(100%,32rem)}caption{text-align:left;font-weight:bold;padding:.25rem 0}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #BFBFBF;vertical-align:top}
tbody th{font-weight:normal;min-width:6rem}thead th{vertical-align:bottom}thead th:not(:first-child){text-align:right}
td{text-align:right;font-variant-numeric:tabular-nums}.grid{overflow-x:auto}
.stamp{border:2px solid #801650;color:#801650;font-weight:bold;padding:.5rem}
.cards{padding-left:1.25rem}.cards li{margin:.5rem 0}
@media (max-width:40rem){th,td{padding-right:.5rem}table{font-size:.875rem}thead th{font-size:.75rem}}
@media print{@page{size:A4;margin:1.5cm}.skip{display:none}h2,h3,tr,caption,table{break-inside:avoid}
th,td{padding-right:.5rem}table{font-size:.8125rem}
h2,h3,.sub,caption{break-after:avoid}p,li{break-inside:avoid}.grid{overflow:visible}body{max-width:none;padding:0}}
"""
LOOK = (
    PLAIN
    + """
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(13rem,100%),1fr));gap:1.25rem;margin:1.5rem 0;
padding:0;list-style:none}
.cards li{border-left:.375rem solid #12436D;padding:.25rem .75rem;margin:0}.base{color:#3D3D3D}
.figure{display:block;font-size:2rem;line-height:1.2}
.sub{color:#3D3D3D}.picture{overflow-x:auto}.picture svg{max-width:100%;height:auto}
article{border-top:1px solid #BFBFBF;margin-top:2rem}
summary{cursor:pointer;padding:.5rem 0;min-height:1.5rem}.notes{color:#3D3D3D;padding-left:1.25rem}
nav ul{padding-left:1.25rem}nav li{padding:.25rem 0}
.strips{display:none;list-style:none;padding:0}.strips li{margin:.75rem 0}
.strips li>svg{display:block;width:100%;height:1rem}
.strips .key{display:inline-block;width:.75rem;height:.75rem;margin-right:.25rem}.strips b{display:block}
.strips b~span{display:inline-block;margin-right:.5rem}.strips b~svg{outline:1px solid #BFBFBF}.wide{display:none}
@media screen and (max-width:40rem){.picture.striped{display:none}.strips,.wide{display:block}
.picture svg{max-width:none}}
@media print{details::details-content{display:block;content-visibility:visible;block-size:auto}summary{display:none}
.picture{overflow:visible}.picture,.notes,.cards li{break-inside:avoid}.picture svg{max-height:22cm}nav{display:none}}
"""
)
