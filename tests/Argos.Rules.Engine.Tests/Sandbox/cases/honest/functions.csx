// expect: allowed
bool IsGood(string name) => name.Length > 2 && !name.Contains(' ');
int Twice(int n) { return n * 2; }
(string First, int Second) Pair(string s) => (s, s.Length);
string? Find(List<string> items, Func<string, bool> test) { foreach (var i in items) if (test(i)) return i; return null; }
Finding? Check(string name)
{
    if (!IsGood(name)) return new Finding("bad-name", $"`{name}`");
    return null;
}
if (Check("abc") is { } problem) return Deny(problem);
if (Twice(4) != 8) return Deny("twice");
var pair = Pair("abc");
if (pair.First != "abc" || pair.Second != 3) return Deny("pair");
if (Find(new List<string> { "a", "bb" }, s => s.Length == 2) != "bb") return Deny("find");
Func<int, int, int> add = (x, y) => x + y;
Action<string> nothing = s => { };
nothing("x");
if (add(1, 2) != 3) return Deny("add");
var counter = 0;
void Count() { counter++; }
Count(); Count();
if (counter != 2) return Deny("closure");
if (Input.SanDns.Any(IsGood) && !Input.SanDns.All(d => IsGood(d))) return Deny("groups");
int Inner(int n) { int Deeper(int m) => m + n; return Deeper(n); }
if (Inner(2) != 4) return Deny("inner");
return Allow();
