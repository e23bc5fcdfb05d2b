// expect: stopped steps
while (!Matches(Input.Service, "b+")) { }
return Allow();
// expect: stopped steps
var s = new string('a', 500000); return Matches(s, "[ab]*a[ab]{16}") ? Allow() : Deny("x");
// expect: stopped steps
var s = new string('a', 5000); return Matches(s, "(a{0,15}){0,15}b") ? Allow() : Deny("x");
// expect: stopped steps
var s = new string('a', 300); for (var i = 0; i < 1000; i++) { if (Matches(s, "(a?){250}(a*)*b")) return Deny("x"); }
return Allow();
// expect: refused ARG0312
return Matches(Input.Service, "(((((a{255}){255}){255}){255}){255})") ? Allow() : Deny("x");
// expect: refused ARG0312
return Matches(Input.Service, "(((((){255}){255}){255}){255})") ? Allow() : Deny("x");
// expect: refused ARG0312
return Matches(Input.Service, "a{2147483647}") ? Allow() : Deny("x");
// expect: refused ARG0312
return Matches(Input.Service, "((((((((((((((((((a))))))))))))))))))") ? Allow() : Deny("x");
// expect: refused ARG0312
return Matches(Input.Service, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") ? Allow() : Deny("x");
// expect: refused ARG0312
return Matches(Input.Service, "(a+)+$") ? Allow() : Deny("x");
// expect: refused ARG0312
return Matches(Input.Service, @"(a)\1") ? Allow() : Deny("x");
// expect: refused ARG0311
return Matches(Input.Service, Input.Domain) ? Allow() : Deny("x");
// expect: refused ARG0311
return Matches(Input.Service, Settings.Text("pattern") ?? "a") ? Allow() : Deny("x");
// expect: refused ARG0311
return Matches(Input.Service, default!) ? Allow() : Deny("x");
// expect: refused CS0234
var r = new System.Text.RegularExpressions.Regex("(a+)+$"); return r.IsMatch(Input.Domain) ? Allow() : Deny("x");
