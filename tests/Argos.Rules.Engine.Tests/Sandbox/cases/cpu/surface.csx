// expect: stopped memory steps
var q = Enumerable.Range(0, 2000000000).Where(i => i < 0).ToList(); return Allow();
// expect: stopped memory steps
var q = Enumerable.Range(0, 100000).SelectMany(i => Enumerable.Range(0, 100000)).Count(); return q > 0 ? Allow() : Deny("x");
// expect: stopped memory steps
var q = Enumerable.Range(0, 3000).GroupBy(i => i).SelectMany(g => Enumerable.Range(0, 3000)).Distinct().OrderBy(i => -i).ToList(); return Allow();
// expect: stopped memory steps
var q = Enumerable.Repeat("x", 2000000000).Take(1999999999).Last(); return Allow();
// expect: stopped memory steps
var s = new string('x', 60000); var n = 0; while (true) n += s.Split("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy").Length; return Allow();
// expect: stopped memory steps
var s = new string('x', 200000); while (true) { if (s.Contains(s[1..] + "y")) return Deny("x"); } return Allow();
// expect: stopped steps
var i = 0; i <<= 1000; i = 1 << 100; while (i >= 0 || i < 0) { i ^= 1; } return Allow();
