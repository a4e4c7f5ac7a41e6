-- chart_svg.lua - a chart block as SVG. Scripts and formats of users require it by this name.
return require "lib.chart.chart_svg"
