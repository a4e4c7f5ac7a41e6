-- Files read and written, and what a run remembers of them.
package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

local folder = check.folder()
local function path(name) return folder .. "/" .. name end

local function last_input()
  local inputs = lab.inputs()
  return inputs[#inputs]
end

check.test("a file that was written reads back the same, bytes of any kind", function()
  lab.write_file(path("a"), "one\0two\r\n\xff")
  check.equal(lab.read_file(path("a")), "one\0two\r\n\xff")
  lab.write_file(path("a"), "")
  check.equal(lab.read_file(path("a")), "")
end)

check.test("a file that cannot be read or written is named, with the reason", function()
  check.contains(check.raises("No such file", lab.read_file, path("none")), path("none"))
  check.raises("directory", lab.read_file, folder)
  check.raises("No such file", lab.write_file, path("none/a"), "x")
end)

check.test("a folder is listed in the order of the alphabet, hidden names too", function()
  for _, name in ipairs { "b", "a", ".c" } do lab.write_file(path(name), "") end
  check.equal(lab.list_folder(folder), { ".c", "a", "b" })
  check.raises("none", lab.list_folder, path("none"))
  check.equal({ lab.path_kind(folder), lab.path_kind(path("a")), lab.path_kind(path("none")) }, { "folder", "file" })
end)

check.test("a path in the current directory is shown relative to it", function()
  check.equal(lab.short_path("./tests/../tests/support/check.lua"), "tests/support/check.lua")
  check.equal(lab.short_path("."), ".")
  check.equal(lab.short_path("/usr/../usr"), "/usr")
  check.equal(lab.short_path("no/such"), "no/such")
end)

check.test("a file that was read is among the inputs once, with its hash", function()
  lab.write_file(path("a"), "abc")
  local before = #lab.inputs()
  lab.read_file(path("a"))
  lab.read_file(folder .. "/./a")
  check.equal(#lab.inputs(), before + 1)
  local input = last_input()
  check.equal(input.path, path("a"))
  check.equal(input.bytes, 3)
  check.equal(rawget(input, "sha256"), nil, "before it is asked for")
  check.equal(input.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  check.equal(input.title, nil)
end)

check.test("a file that changed after it was read gives no hash that would not be its own", function()
  lab.write_file(path("changing"), "abc")
  lab.read_file(path("changing"))
  local input = last_input()
  lab.write_file(path("changing"), "changed")
  check.raises("has changed since this run read it", function() return input.sha256 end)
end)

check.test("hashes are those of sha256sum", function()
  check.equal(lab.sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  lab.write_file(path("a"), ("a"):rep(1000000))
  check.equal(lab.sha256_file(path("a")), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  check.raises("cannot read", lab.sha256_file, path("none"))
end)

check.run()
