-- look.lua - the style of a drawing's classes, on a page and in a file of its own.

local look = {}

-- On a page, which says what --ink and --quiet are.
look.style = [[
svg text { fill: var(--ink); }
svg .tick, svg .title { fill: var(--quiet); }
svg .tick, svg .figure { font-variant-numeric: tabular-nums; }
svg .label { font-weight: 500; }
svg .halo, svg .figure, svg .missing { paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round; }
svg .missing { fill: var(--quiet); }
svg .grid { stroke: #dfe3e6; }
svg .base { stroke: #5a6268; stroke-width: 1.5; }
svg .stroke { stroke: #8c949a; }
svg .leader { stroke: #8c949a; }
svg .whisker { stroke: #0b0c0c; stroke-width: 1.5; }
svg .line { fill: none; stroke-width: 3; stroke-linejoin: round; stroke-linecap: round; }
svg .thin { fill: none; stroke-width: 1.5; }
svg .rule { stroke-width: 2; }
svg .ribbon { opacity: .18; }
svg .sheet { opacity: .55; }
svg .piece, svg .dot { stroke: #fff; stroke-width: 1.5; }
svg .touch { opacity: 0; }
]]

-- In a file of its own: programs that turn drawings into pictures know no names of colours.
look.alone = look.style:gsub("var%(%-%-ink%)", "#0b0c0c"):gsub("var%(%-%-quiet%)", "#484f54")

return look
