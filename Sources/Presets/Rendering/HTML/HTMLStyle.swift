/// The one style of all pages: calm, light or dark as the reader's system is, and for paper.
enum HTMLStyle {
  /// The style, exactly as it stands in the page.
  static let text = colours + page + numbers + operations + tables + filters + narrow + paper

  private static let colours = """
    :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1b2330;--soft:#566074;--line:#dfe3ea;--hover:#eef1f6;\
    --link:#1d4fb8;--add:#17663a;--addbg:#e2f3e8;--mod:#7a4b00;--modbg:#fdf0d5;--del:#a3212b;--delbg:#fde6e7;\
    --same:#566074;--samebg:#eceff4;--wide:#9a2a12;--widebg:#ffe8df;--thin:#1c5f6b;--thinbg:#dff2f4;--bill:#5b3a9b;--billbg:#eee7fb}
    @media (prefers-color-scheme:dark){:root{--page:#12161d;--card:#1a2029;--ink:#e8ecf3;--soft:#a3aec0;--line:#2f3846;--hover:#232b37;\
    --link:#8fb4ff;--add:#7fd8a2;--addbg:#153425;--mod:#f2c572;--modbg:#3a2c10;--del:#ff9c9f;--delbg:#42191d;\
    --same:#a3aec0;--samebg:#262e3a;--wide:#ffae94;--widebg:#47200f;--thin:#86d3df;--thinbg:#123439;--bill:#c9b1ff;--billbg:#2d2248}}

    """

  private static let page = """
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
    .top,main,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
    .top{padding-top:2.5rem}
    .eyebrow{margin:0;color:var(--soft);font-size:.875rem;letter-spacing:.02em}
    h1{margin:.25rem 0 .5rem;font-size:clamp(1.5rem,4vw,2.25rem);line-height:1.2;letter-spacing:-.015em;text-wrap:balance}
    h2{margin:2.5rem 0 .75rem;font-size:1.25rem;letter-spacing:-.01em}
    h3{margin:0;font-size:1.125rem}
    p{margin:.5rem 0}
    code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.8125em}
    pre{margin:1rem 0;padding:1rem;overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:10px;white-space:pre-wrap}
    a{color:var(--link)}
    .lead{font-size:1.0625rem;color:var(--soft)}
    .note,.place{color:var(--soft);font-size:.875rem}
    code.place{font-size:.75rem}
    footer{margin-top:3rem;padding-bottom:2rem;color:var(--soft);font-size:.8125rem}
    .skip{position:absolute;left:-99rem}
    .skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--card);border-radius:8px}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
    .symbols{position:absolute}
    .notice{margin:1rem 0;padding:.75rem 1rem;border-left:4px solid;border-radius:8px}
    .notice p,.notice h2{margin:0}
    .notice h2{font-size:1rem}
    .notice ul{margin:.25rem 0 0;padding-left:1.25rem}
    .stop{background:var(--delbg);border-color:var(--del)}
    .warn{background:var(--modbg);border-color:var(--mod)}
    .stop .place,.stop .note,.warn .place,.warn .note{color:inherit}
    .facts{display:flex;flex-wrap:wrap;gap:.25rem 2rem;margin:1rem 0 0;font-size:.8125rem;color:var(--soft)}
    .facts div{display:flex;gap:.5rem}
    dd{margin:0;color:var(--ink)}

    """

  private static let numbers = """
    .numbers,.effects,.presets,.names{list-style:none;margin:1rem 0;padding:0;display:flex;flex-wrap:wrap;gap:.5rem}
    .numbers li{min-width:6.5rem;padding:.6rem .9rem;background:var(--card);border:1px solid var(--line);border-top:3px solid var(--tint,var(--line));border-radius:10px;color:var(--soft);font-size:.875rem}
    .numbers b{display:block;color:var(--ink);font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
    .create{--tint:var(--add);--wash:var(--addbg)}
    .update,.rename,.warning{--tint:var(--mod);--wash:var(--modbg)}
    .delete,.stopped,.error{--tint:var(--del);--wash:var(--delbg)}
    .effects{flex-direction:column;gap:.25rem}
    .names li{padding:.1rem .6rem;background:var(--samebg);border-radius:6px;font-size:.875rem}
    #rest~h3{margin:.75rem 0 -.5rem;font-size:.875rem;font-weight:500;color:var(--soft)}
    .badge,.presets i,article header i{display:inline-block;padding:.1rem .6rem;border-radius:99px;font-size:.8125rem;font-style:normal;font-weight:600;white-space:nowrap;color:var(--tint,var(--same));background:var(--wash,var(--samebg))}
    .presets{flex-direction:column;gap:0;background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden}
    .presets li+li{border-top:1px solid var(--line)}
    .presets a{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline;padding:.6rem 1rem;color:inherit;text-decoration:none}
    .presets small{color:var(--soft);font-size:.875rem}
    .presets a:hover{background:var(--hover)}
    .presets a:focus-visible{outline-offset:-3px}
    .presets i{min-width:8.5rem;text-align:center}

    """

  private static let operations = """
    article{margin:1rem 0 1.5rem;padding:1.25rem;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--tint);border-radius:12px;scroll-margin-top:1rem}
    article header{display:flex;flex-wrap:wrap;gap:.35rem .75rem;align-items:center}
    article header .place{margin-left:auto}
    .reason{padding:.5rem .75rem;background:var(--delbg);border-radius:8px}
    .reason .note{color:inherit}
    .rooms{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:1.25rem;margin:1rem 0}
    figure{margin:0;max-width:34rem}
    figure:only-child{max-width:24rem}
    .room{display:block;width:100%;aspect-ratio:8/5;border-radius:10px;border:1px solid var(--line);font-family:var(--ff,system-ui,sans-serif)}
    figcaption{margin-top:.4rem;color:var(--soft);font-size:.8125rem}
    figcaption b{color:var(--ink);margin-right:.35rem}
    b:is(.widens,.narrows,.bills){display:inline-block;padding:.05rem .5rem;border-radius:6px;font-size:.8125rem;font-weight:600;white-space:nowrap}
    b.widens{color:var(--wide);background:var(--widebg)}
    b.narrows{color:var(--thin);background:var(--thinbg)}
    b.bills{color:var(--bill);background:var(--billbg)}
    tr.bills b{color:var(--bill);background:var(--billbg)}
    tr.narrows b{color:var(--thin);background:var(--thinbg)}
    tr.widens b{color:var(--wide);background:var(--widebg)}
    tr b.bills{color:var(--bill);background:var(--billbg)}
    tr b.narrows{color:var(--thin);background:var(--thinbg)}
    .changes td b{display:inline-block;padding:.05rem .5rem;border-radius:6px;font-size:.8125rem;font-weight:600;white-space:nowrap}
    .colours :is(td:nth-child(2),td:nth-child(3))::before,.palette td::before{content:"";display:inline-block;vertical-align:middle;margin-right:.5rem;\
    width:1.75rem;height:1.75rem;border:1px solid var(--line);border-radius:6px;background:var(--was);forced-color-adjust:none}
    .colours td:nth-child(3)::before,.palette td::before{background:var(--is)}
    .colours td.off::before,.palette td.off::before{display:none}
    .colours td b,.palette td b{padding:0;font-size:.75rem;font-weight:600;color:var(--wide)}
    :is(.colours,.palette) td{font-variant-numeric:tabular-nums}
    details{margin-top:.75rem}
    summary{cursor:pointer;color:var(--link);font-size:.875rem}
    details dl{display:grid;grid-template-columns:1fr auto;margin:.5rem 0 0;font-size:.875rem}
    details :is(dt,dd){padding:.3rem 0;border-top:1px solid var(--line)}
    details dt{padding-right:1rem;color:var(--soft)}
    td details{margin:0}
    .rights{margin:.5rem 0 0;padding:0;list-style:none;columns:18rem;column-gap:2rem;font-size:.875rem}
    .rights li{padding:.15rem 0 .15rem 1.25rem;break-inside:avoid}
    .rights li::before{content:"✓";float:left;margin-left:-1.25rem;color:var(--add)}

    """

  private static let tables = """
    table{width:100%;border-collapse:collapse;font-size:.875rem}
    caption{padding:.5rem 0;text-align:left;color:var(--soft);font-size:.8125rem}
    th,td{padding:.5rem .75rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
    thead th{border-top:0;color:var(--soft);font-size:.8125rem;font-weight:600}
    tbody th{font-weight:500}
    th code{display:block;color:var(--soft);font-size:.75rem;font-weight:400}
    .changes td:nth-child(3){font-weight:600}
    .changes{margin-top:.5rem}
    .changes td:last-child{color:var(--soft)}
    .changes tr td:last-child:not(.file)::before{content:"line "}
    @media (min-width:40.01rem){.changes th:first-child{width:30%}.changes td:is(:nth-child(2),:nth-child(3)){min-width:12rem}}
    .changes td:last-child code{font-size:.75rem}
    .scroll{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:12px}
    .scroll caption{padding:.75rem}
    .matrix thead th{min-width:8rem;color:var(--ink);vertical-align:bottom;border-bottom:1px solid var(--line)}
    .matrix thead small{display:block;color:var(--soft);font-weight:400}
    .matrix th:first-child{position:sticky;left:0;min-width:min(18rem,45vw);background:var(--card);box-shadow:1px 0 var(--line)}
    .changes .group th,.group th{padding-top:1rem;color:var(--soft);font-size:.8125rem;font-weight:600;box-shadow:none}
    .group span{position:sticky;left:.75rem}
    .matrix td{white-space:nowrap;overflow-wrap:normal}
    .matrix td::before{content:"– "}
    .matrix td.yes::before{content:"✓ "}
    .matrix td.some::before{content:"? "}
    .matrix td.unset::before{content:"· "}
    .matrix td:is(.changed,.widens,.narrows,.bills)::before{content:none}
    .matrix td:is(:not([class]),.unset){color:var(--soft)}
    .matrix td.yes{color:var(--add)}
    .matrix td.some{color:var(--mod)}
    .matrix td.changed{background:var(--samebg)}
    .matrix td.bills{color:var(--bill);background:var(--billbg)}
    .matrix td.narrows{color:var(--thin);background:var(--thinbg)}
    .matrix td.widens{color:var(--wide);background:var(--widebg);box-shadow:inset 3px 0 var(--wide)}
    .matrix td b{padding:0;color:inherit;background:none}
    .matrix td:is(.changed,.widens,.narrows,.bills){white-space:normal;min-width:9rem}

    """

  private static let filters = """
    .filters{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;margin:1.5rem 0 0;padding:.6rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:12px;font-size:.875rem}
    .filters legend{float:left;padding:0;font-weight:600}
    .filters label{display:inline-flex;gap:.4rem;align-items:center;cursor:pointer}
    .filters input{margin:0;accent-color:var(--link)}
    body:has(#show-changed:checked) .matrix tbody tr:not(.changed,.group),body:has(#show-changed:checked) .matrix tbody:not(:has(.changed)),\
    body:has(#show-widens:checked) :is(.operation,.presets li,.changes tr:not(.group),.matrix tbody tr:not(.group)):not(.widens),\
    body:has(#show-widens:checked) :is(.matrix,.changes) tbody:not(:has(.widens)){display:none}

    """

  private static let narrow = """
    @media (max-width:40rem){
    .top,main,footer{padding-left:1rem;padding-right:1rem}
    .top{padding-top:1.5rem}
    article{padding:1rem}
    article header .place{margin-left:0;width:100%}
    .numbers li{flex:1 1 28%;min-width:5.5rem}
    .filters{position:static}
    .changes thead{position:absolute;left:-99rem}
    .changes tr{display:grid;grid-template-columns:1fr 1fr;padding:.6rem 0;border-top:1px solid var(--line)}
    .changes th,.changes td,.changes td:last-child{min-width:0;padding:.15rem 0;border:0}
    .changes tbody th{grid-column:1/-1;width:auto}
    .changes tbody:not(.colours) :is(td:nth-child(2),td:nth-child(3))::before{display:block;color:var(--soft);font-size:.75rem;font-weight:400;content:"before"}
    .changes tbody:not(.colours) td:nth-child(3)::before{content:"after"}
    .colours td{font-size:.8125rem}
    .colours td::before{margin-right:.35rem!important}
    .matrix th:first-child{min-width:44vw;max-width:44vw}
    }

    """

  private static let paper = """
    @media print{
    :root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb}
    body{font-size:10pt}
    .filters,.skip,nav{display:none}
    article,figure,tr{break-inside:avoid}
    h2,h3{break-after:avoid}
    .scroll{overflow:visible}
    .top,main,footer{max-width:none;padding-left:0;padding-right:0}
    .matrix th,.matrix td{padding:.2rem .35rem;min-width:0!important;white-space:normal;font-size:8pt}
    details::details-content{content-visibility:visible;height:auto}
    *{print-color-adjust:exact}
    }

    """
}
