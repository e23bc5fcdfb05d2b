using Argos.Rules.TestKit.Certificates;
using Argos.Rules.TestKit.Tokens;

namespace Argos.Rules.TestKit.Kubernetes;

/// <summary>How the API server fake behaves.</summary>
public sealed record FakeApiServerOptions
{
    /// <summary>The bearer token of the administrator.</summary>
    public const string AdminToken = "admin-token";

    /// <summary>Serves TLS with a host certificate of this authority; plain HTTP when left out.</summary>
    public TestAuthority? Authority { get; init; }

    /// <summary>Signs service account tokens; a new one when left out.</summary>
    public TokenMint? Mint { get; init; }

    /// <summary>The server's clock: time-outs of watches, bookmarks, tokens.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Time between two bookmarks of a watch.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether <c>sendInitialEvents</c> is understood (Kubernetes 1.27 with the feature gate); else it is answered with 422.</summary>
    public bool WatchList { get; init; }

    /// <summary>Whether <c>sendInitialEvents</c> is not even refused, as by a server that has never heard of it.</summary>
    public bool IgnoresWatchList { get; init; }

    /// <summary>Answers of at least this many bytes are compressed for clients that accept gzip.</summary>
    public int GzipThreshold { get; init; } = 128 * 1024;

    /// <summary>The port; 0 for a free one.</summary>
    public int Port { get; init; }
}
