-- arguments.lua - what a report's script was asked for on the command line. Scripts and formats of users require it by this name.
return require "lib.report.arguments"
