// expect: allowed
const int Limit = 10;
int count = 0, other = -1;
for (var i = 0; i < Limit; i++) { if (i == 3) continue; if (i == 8) break; count += i; }
if (count != 25) return Deny("for", $"{count}");
while (count > 20) count--;
do { count++; } while (count < 22);
if (count == 22) { } else if (count == 23) return Deny("do"); else return Deny("do");
var text = "";
switch (count) { case 21: text = "a"; break; case 22 when other < 0: text = "b"; break; default: text = "c"; break; }
if (text != "b") return Deny("switch");
switch (Input.Provider) { case "a": return Deny("x"); case "b": return Deny("y"); }
foreach (var c in "abc") { text += c; }
if (text != "babc") return Deny("foreach", text);
foreach (var n in new[] { 1, 2, 3 }) { count += n; }
var (a, b) = (1, "x");
(count, other) = (other, count);
if (count != -1 || a != 1 || b != "x") return Deny("tuple");
;
return Allow();
