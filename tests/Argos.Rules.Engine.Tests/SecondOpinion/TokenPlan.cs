using System.Buffers.Text;
using System.Text;
using CsCheck;

namespace Argos.Rules.Engine.Tests.SecondOpinion;

/// <summary>A token to be made: what its parts say, who signs it, and what happens to its text afterwards.</summary>
internal sealed record TokenPlan(int Key, int Signer, Replacement[] Header, Replacement[] Claims, int Dressing, Mangle[] Mangles)
{
    /// <summary>Members that replace or join those of a good token; <see langword="null"/> takes one away.</summary>
    private static readonly Choice[] HeaderChoices =
    [
        new("alg", null, "\"none\"", "\"None\"", "\"HS256\"", "\"RS256\"", "\"RS384\"", "\"RS512\"", "\"ES256\"", "\"ES384\"",
            "\"ES512\"", "\"PS256\"", "\"EdDSA\"", "\"rs256\"", "7", "null", "[\"RS256\"]"),
        new("kid", null, "\"\"", "\"other\"", "7", "null"),
        new("typ", null, "\"JWT\"", "\"jwt\"", "\"at+jwt\"", "\"AT+JWT\"", "\"application/at+jwt\"", "\"dpop+jwt\"", "7"),
        new("cty", null, "\"JWT\"", "\"json\""),
        new("crit", null, "[\"exp\"]", "[]"),
        new("enc", null, "\"A256GCM\""),
        new("b64", null, "false"),
        new("jku", null, "\"https://evil.example/keys\""),
        new("jwk", null, "{\"kty\":\"oct\",\"k\":\"AA\"}"),
        new("x5t", null, "\"AAAA\""),
    ];

    private static readonly Choice[] ClaimChoices =
    [
        new("iss", null, "\"https://issuer.example.com\"", "\"https://kubernetes.default.svc/\"", "\"HTTPS://kubernetes.default.svc\"",
            "7", "[\"https://kubernetes.default.svc\"]"),
        new("aud", null, "\"athenz-identityd\"", "\"Athenz-identityd\"", "\"athenz-identityd/\"", "[\"other\",\"athenz-identityd\"]",
            "[\"other\"]", "[]", "\"\"", "7", "[7]", "[\"athenz-identityd\",7]", "{\"a\":1}"),
        new("exp", null, "{past}", "{future}", "{future}.5", "{now-30}", "\"{future}\"", "-1", "0", "1e3", "{future}e0", "99999999999",
            "9223372036854775807", "9223372036854775808", "1e400", "true", "null"),
        new("nbf", null, "{past}", "{future}", "{past}.5", "{now+30}", "\"{past}\"", "-1", "99999999999", "1e400", "true", "null"),
        new("iat", null, "{past}", "{future}", "\"{past}\"", "-1", "1e400", "true"),
        new("sub", null, "\"\"", "7", "\"\\ud800\"", "\"system:serviceaccount:a:b\""),
        new("jti", null, "7", "\"x\""),
        new("deep", null, "{\"a\":{\"a\":{\"a\":{\"a\":[[[[1]]]]}}}}", "\"\\u0000\""),
    ];

    private const string Letters = "AZaz09-_=.+/ \n%";

    /// <summary>What the same JSON can be dressed in.</summary>
    private static readonly Func<string, string>[] Dressings =
    [
        static json => " " + json + "\n",
        static json => json + " {}",
        static json => json + "x",
        static json => "\ufeff" + json,
        static json => json[..^1] + ",\"alg\":\"none\",\"iss\":\"https://issuer.example.com\"}",
        static json => json[..^1] + ",\"exp\":1,\"kid\":\"other\"}",
        static json => json[..^1] + ",}",
        static json => json.Replace("\"a", "\"\\u0061", StringComparison.Ordinal),
        static json => "[" + json + "]",
        static json => "/* */" + json,
        static json => json[..^1],
    ];

    /// <summary>Most are signed by the right key, and half are left as they are.</summary>
    public static Gen<TokenPlan> All { get; } = Gen.Select(
        Gen.Int[0, SigningKeys.Count - 1],
        Gen.Int[0, 14].Select(static i => Math.Max(0, i - 11)),
        Edits(HeaderChoices),
        Edits(ClaimChoices),
        Gen.Int[0, 3 * Dressings.Length].Select(static i => i <= Dressings.Length ? i : 0),
        Some(Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Int[0, Letters.Length - 1], static (kind, at, letter) =>
            new Mangle(kind, at, letter))),
        static (key, signer, header, claims, dressing, mangles) => new TokenPlan(key, signer, header, claims, dressing, mangles));

    /// <summary>Makes the token.</summary>
    public string Make(SigningKeys keys, DateTimeOffset now)
    {
        var key = keys[Key];
        var header = Text([new("alg", $"\"{key.Algorithm}\""), new("kid", $"\"{key.Id}\"")], Header, HeaderChoices, now);
        var claims = Text(
            [
                new("iss", "\"https://kubernetes.default.svc\""), new("aud", "[\"athenz-identityd\"]"), new("exp", "{future}"),
                    new("nbf", "{past}"), new("iat", "{past}"),
                new("sub", "\"s\""),
            ],
            Claims,
            ClaimChoices,
            now);
        if (Dressing > 0 && Dressing % 2 == 0) header = Dressings[Dressing - 1](header);
        else if (Dressing > 0) claims = Dressings[Dressing - 1](claims);
        var signed = $"{Encoded(header)}.{Encoded(claims)}";
        var token = $"{signed}.{Base64Url.EncodeToString(keys.Sign(Key, Signer, Encoding.ASCII.GetBytes(signed)))}";
        foreach (var (kind, at, letter) in Mangles) token = Mangled(token, kind, (int)(at * token.Length), Letters[letter]);
        return token;
    }

    private static string Mangled(string token, int kind, int at, char letter) => kind switch
    {
        0 => token.Insert(at, letter.ToString()),
        1 => at < token.Length ? token.Remove(at, 1) : token,
        2 => at < token.Length ? token[..at] + letter + token[(at + 1)..] : token,
        3 => token[..at],
        4 => token + letter,
        _ => string.Join('.', token.Split('.').Reverse()),
    };

    private static string Text(Member[] good, Replacement[] edits, Choice[] choices, DateTimeOffset now)
    {
        var members = good.ToList();
        foreach (var (member, value) in edits)
        {
            var choice = choices[member];
            members.RemoveAll(m => m.Name == choice.Name);
            if (choice.Values[value % choice.Values.Length] is { } replaced) members.Add(new Member(choice.Name, replaced));
        }
        var text = string.Join(',', members.Select(static m => $"\"{m.Name}\":{m.Value}"));
        var seconds = now.ToUnixTimeSeconds();
        // Never near the edge: the library has a clock of its own.
        return "{" + text.Replace("{past}", $"{seconds - 7200}", StringComparison.Ordinal).Replace("{future}", $"{seconds + 7200}",
            StringComparison.Ordinal)
            .Replace("{now-30}", $"{seconds - 30}", StringComparison.Ordinal).Replace("{now+30}", $"{seconds + 30}",
                StringComparison.Ordinal) + "}";
    }

    private static Gen<Replacement[]> Edits(Choice[] choices) =>
        Some(Gen.Select(Gen.Int[0, choices.Length - 1], Gen.Int[0, 63], static (member, value) => new Replacement(member, value)));

    /// <summary>None in half of all cases, else one or two.</summary>
    private static Gen<T[]> Some<T>(Gen<T> one) => Gen.Select(Gen.Bool, one.Array[1, 2], static (any, all) => any ? all : []);

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private sealed record Choice(string Name, params string?[] Values);

    private sealed record Member(string Name, string Value);
}

/// <summary>A member that is replaced.</summary>
/// <param name="Member">Which of the choices.</param>
/// <param name="Value">Which of its values.</param>
internal sealed record Replacement(int Member, int Value);

/// <summary>What happens to the text of a signed token.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">Where, as a share of its length.</param>
/// <param name="Letter">With which letter.</param>
internal sealed record Mangle(int Kind, double At, int Letter);
