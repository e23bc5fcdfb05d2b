using System.Net;

namespace Argos.Rules.Mgmt.TokenReviews;

/// <summary>Where the engine asks for token reviews.</summary>
internal sealed record ReviewOptions
{
    /// <summary>Address and port on loopback; <see langword="null"/> when there are no reviews.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>The file that holds the token which the engine must show; none when empty.</summary>
    public string TokenFile { get; init; } = "";
}
