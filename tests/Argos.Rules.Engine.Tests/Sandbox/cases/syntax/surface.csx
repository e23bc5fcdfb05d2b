// expect: failed
var s = $"{Now:fffffffffffffffffffffffffffff}"; return Allow();
// expect: refused ARG0301
var s = string.Format("{0,2000000000}", "x"); return Allow();
// expect: refused ARG0301
var s = (1.5).ToString("F999999"); return Allow();
// expect: refused ARG0302
var s = 5m.ToString(); return Allow();
// expect: refused ARG0302
decimal d = 1; while (true) d *= 2; return Allow();
// expect: refused CS0234
var b = System.Numerics.BigInteger.Pow(2, 1000000000); return Allow();
// expect: refused ARG0302
var b = System.Int128.MaxValue; return Allow();
// expect: refused ARG0302
nint n = 5; return Allow();
// expect: refused ARG0201
checked { var i = int.MaxValue; i++; } return Allow();
// expect: failed
var i = int.MaxValue; i++; return Allow();
// expect: failed
var i = int.MinValue; var j = -i; return Allow();
// expect: failed
var i = 1; var j = i / (i - 1); return Allow();
// expect: failed
var l = new List<int> { 1 }; foreach (var x in l) l.Add(x); return Allow();
// expect: refused ARG0209
int F(params int[] xs) => xs.Length; return F(1, 2) > 0 ? Allow() : Deny("x");
// expect: refused ARG0209
using var x = new System.IO.MemoryStream(); return Allow();
// expect: refused ARG0301
var s = new string(['a', 'b']); return Allow();
// expect: refused ARG0201
extension(string s) { int L() => 1; } return Allow();
