using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Argos.Rules.Mgmt.Kubernetes.KubeConfigs;

/// <summary>The headers by which a user acts as another one: <c>as</c>, <c>as-uid</c>, <c>as-groups</c> and <c>as-user-extra</c>.</summary>
internal static class Impersonation
{
    private const string TokenCharacters = "!#$&'*+-.^_`|~";

    public static ImmutableArray<RequestHeader> Read(KubeConfigEntry user)
    {
        var headers = ImmutableArray.CreateBuilder<RequestHeader>();
        if (user.Text("as") is { Length: > 0 } name) headers.Add(Header(user, "as", "Impersonate-User", name));
        if (user.Text("as-uid") is { Length: > 0 } uid) headers.Add(Header(user, "as-uid", "Impersonate-Uid", uid));
        foreach (var group in user.List("as-groups")) headers.Add(Header(user, "as-groups", "Impersonate-Group", group));
        foreach (var (key, values) in user.Lists("as-user-extra"))
            foreach (var value in values) headers.Add(Header(user, "as-user-extra", "Impersonate-Extra-" + Escaped(key), value));
        if (headers.Count > 0 && !user.Has("as"))
            throw user.Wrong("`as-uid`, `as-groups` and `as-user-extra` need `as`; name the user to act as");
        return headers.ToImmutable();
    }

    private static RequestHeader Header(KubeConfigEntry user, string field, string name, string value) =>
        value.Length > 0 && value.All(static c => c is >= ' ' and < '\u007f') && value.Trim() == value
            ? new RequestHeader(name, value)
            : throw user.Wrong($"`{field}` has a value that no header can hold; use printable ASCII");

    private static string Escaped(string key)
    {
        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(key))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || TokenCharacters.Contains((char)b, StringComparison.Ordinal)) escaped.Append((char)b);
            else escaped.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }
        return escaped.ToString();
    }
}
