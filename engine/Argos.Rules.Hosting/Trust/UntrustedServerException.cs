using System.Security.Authentication;

namespace Argos.Rules.Hosting.Trust;

/// <summary>The server that answered is not trusted; the message is one line that says why.</summary>
public sealed class UntrustedServerException : AuthenticationException
{
    /// <summary>For serializers and the like.</summary>
    public UntrustedServerException()
    {
    }

    /// <summary>With a reason.</summary>
    /// <param name="message">One line.</param>
    public UntrustedServerException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and what caused it.</summary>
    /// <param name="message">One line.</param>
    /// <param name="inner">The cause.</param>
    public UntrustedServerException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
