-- escape.lua - texts made safe for lines, HTML, Markdown, CSV and URLs. Scripts and formats of users require it by this name.
return require "lib.base.escape"
