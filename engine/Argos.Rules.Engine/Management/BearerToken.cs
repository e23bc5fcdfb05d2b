using Argos.Rules.Hosting.Secrets;

namespace Argos.Rules.Engine.Management;

/// <summary>Compares what a caller shows with the token in a file. A file that cannot be read or is empty lets nobody in.</summary>
internal sealed partial class BearerToken(string file, ILogger<BearerToken> logger)
{
    /// <summary>Whether a token has to be shown at all.</summary>
    public bool IsRequired => file.Length > 0;

    /// <summary>Whether the caller may go on.</summary>
    public bool Accepts(string authorization) => !IsRequired || BearerCheck.Accepts(authorization, Read());

    private string Read()
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(file, e);
            return "";
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The management token file {File} cannot be read; every request is refused")]
    private partial void LogUnreadable(string file, Exception exception);
}
