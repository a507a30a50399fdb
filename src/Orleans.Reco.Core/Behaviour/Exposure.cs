using System.Runtime.InteropServices;

namespace Orleans.Reco.Core;

/// <summary>An item that was served to a user, 8 bytes.</summary>
/// <param name="Ordinal">The item.</param>
/// <param name="UnixSeconds">When.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly record struct Exposure(int Ordinal, uint UnixSeconds);
