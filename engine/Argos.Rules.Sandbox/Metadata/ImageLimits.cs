namespace Argos.Rules.Sandbox.Metadata;

/// <summary>How large a compiled policy may be. Larger ones would be slow to load, or make the runtime's compiler slow.</summary>
internal static class ImageLimits
{
    public const int Bytes = 256 * 1024;

    public const int Types = 300;

    public const int Methods = 1000;

    public const int TypeNodes = 64;

    public const int ValueBytes = 512;

    public const int FrameBytes = 8 * 1024;
}
