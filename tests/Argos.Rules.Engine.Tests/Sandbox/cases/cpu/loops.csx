// expect: stopped steps
while (true) { }
return Allow();
// expect: stopped steps
for (;;) { }
return Allow();
// expect: stopped steps
do { } while (true);
return Allow();
// expect: stopped steps
var i = 0; while (true) { if (i < 0) break; continue; }
return Allow();
// expect: stopped steps
for (var i = 0; i < 1000000; i++) { for (var j = 0; j < 1000000; j++) { } }
return Allow();
// expect: stopped steps
var l = new List<int> { 1 }; foreach (var x in l) { while (x > 0) { } }
return Allow();
// expect: stopped steps
int F(int n) { while (n > 0) { } return n; } return F(1) > 0 ? Allow() : Deny("x");
// expect: stopped steps
Func<int> f = () => { for (;;) { } }; f();
return Allow();
// expect: stopped steps
var n = 0; void A() { n++; } void B() { for (var i = 0; i < 100; i++) A(); } void C() { for (var i = 0; i < 100; i++) B(); } void D() { for (var i = 0; i < 100; i++) C(); } D();
return Allow();
// expect: stopped steps
int F0() => 1; int F1() => F0() + F0(); int F2() => F1() + F1(); int F3() => F2() + F2(); int F4() => F3() + F3(); int F5() => F4() + F4(); int F6() => F5() + F5(); int F7() => F6() + F6(); int F8() => F7() + F7(); int F9() => F8() + F8(); int F10() => F9() + F9(); int F11() => F10() + F10(); int F12() => F11() + F11(); int F13() => F12() + F12(); int F14() => F13() + F13(); int F15() => F14() + F14(); int F16() => F15() + F15(); int F17() => F16() + F16(); int F18() => F17() + F17(); int F19() => F18() + F18(); int F20() => F19() + F19(); int F21() => F20() + F20(); int F22() => F21() + F21(); int F23() => F22() + F22(); int F24() => F23() + F23(); int F25() => F24() + F24(); int F26() => F25() + F25(); int F27() => F26() + F26(); int F28() => F27() + F27(); int F29() => F28() + F28(); int F30() => F29() + F29(); int F31() => F30() + F30(); int F32() => F31() + F31(); int F33() => F32() + F32(); int F34() => F33() + F33(); int F35() => F34() + F34(); int F36() => F35() + F35(); int F37() => F36() + F36(); int F38() => F37() + F37(); int F39() => F38() + F38(); return F39() > 0 ? Allow() : Deny("x");
// expect: stopped steps
var x = Enumerable.Range(0, 100000).Sum(a => Enumerable.Range(0, 100).Count(b => b > a));
return Allow();
// expect: stopped steps
var x = Enumerable.Range(0, 150000).Select(a => (long)a).OrderBy(a => -a).First();
return Allow();
// expect: stopped steps
var s = Enumerable.Range(0, 300).ToList(); var n = 0; foreach (var a in s) foreach (var b in s) foreach (var c in s) n = a;
return Allow();
// expect: stopped steps
var s = new string('a', 100000); var n = 0; while (n < 100000) { if (s.IndexOf("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", StringComparison.Ordinal) >= 0) break; n++; }
return Allow();
// expect: stopped steps
var s = new string('a', 1000000); var t = new string('a', 1000000); for (var i = 0; i < 100000; i++) if (s != t) break;
return Allow();
// expect: stopped steps
var s = new string('a', 1000000); for (var i = 0; i < 100000; i++) if (s.Contains('b')) break;
return Allow();
// expect: stopped steps
for (var i = 0; i < 100000; i++) Tokens.Verify("x" + i, "k", "i", "a");
return Allow();
// expect: stopped steps
for (var i = 0; i < 100000; i++) { var d = Data["teams"]; }
return Allow();
// expect: stopped steps
var l = Enumerable.Range(0, 5000).ToList(); for (var i = 0; i < 5000; i++) l.Contains(-1);
return Allow();
// expect: stopped steps
var l = Enumerable.Range(0, 5000).ToList(); while (l.Count > 0) { l.Insert(0, 1); l.RemoveAt(0); }
return Allow();
// expect: stopped steps
var a = "1.1.1."; var l = new List<IpAddress>(); for (var i = 0; i < 250; i++) if (IpAddress.TryParse(a + i, out var ip)) l.Add(ip); var s = new IpSet(l); for (var i = 0; i < 10000; i++) s.IsSubsetOf(s);
return Allow();
// expect: stopped steps
Action a = () => { }; a = () => { while (true) { } }; a();
return Allow();
// expect: stopped steps
var d = new Dictionary<long, int>(); for (var i = 0L; i < 20000; i++) d[(i << 32) | i] = 1; var n = 0; while (true) n++;
return Allow();
// expect: stopped steps
record N(N? Next, int X); N? n = null; for (var i = 0; i < 300; i++) n = new N(n, 1); var m = n; while (n == m) { n = new N(n!.Next, 1); }
return Allow();
// expect: stopped steps
var s = "a"; switch (s) { case "a": while (true) { } }
return Allow();
// expect: stopped steps
return Input.SanDns.All(x => { while (true) { } }) ? Allow() : Deny("x");
