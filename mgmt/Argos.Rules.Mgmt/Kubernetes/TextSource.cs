namespace Argos.Rules.Mgmt.Kubernetes;

/// <summary>A text that stands in the configuration or in a file. It is a secret more often than not, so it never prints itself.</summary>
internal sealed class TextSource
{
    private readonly string? _text;
    private readonly string? _file;

    private TextSource(string? text, string? file) => (_text, _file) = (text, file);

    /// <summary>A text given by value.</summary>
    public static TextSource FromText(string text) => new(text, null);

    /// <summary>A text in a file, read whenever it is asked for.</summary>
    public static TextSource FromFile(string file) => new(null, file);

    /// <summary>The text as it is now.</summary>
    public string Read() => _text ?? File.ReadAllText(_file!);

    /// <summary>The text as it is now.</summary>
    public async ValueTask<string> ReadAsync(CancellationToken cancellationToken) => _text ?? await File.ReadAllTextAsync(_file!, cancellationToken);

    public override string ToString() => _file ?? "(given by value)";
}
