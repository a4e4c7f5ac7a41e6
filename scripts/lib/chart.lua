-- chart.lua - what a chart block says, for formats that draw it. Scripts and formats of users require it by this name.
return require "lib.chart.chart"
