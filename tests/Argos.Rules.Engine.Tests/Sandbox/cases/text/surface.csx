// expect: refused ARG0211
var \u0074ype = System.\u0049O.File.ReadAllText("/etc/passwd"); return Allow();
// expect: refused ARG0211
var a\u200b = 1; return Allow();
// expect: refused ARG0211
\u0074ypeof(string); return Allow();
// expect: refused CS1525
var t = @typeof(string); return Allow();
