-- number.lua - numbers as they are written for readers. Scripts and formats of users require it by this name.
return require "lib.base.number"
