using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a 64-bit little-endian ELF library and marks one needed symbol version as weak in the copy: <c>VER_FLG_WEAK</c> in the
/// <c>vernaux</c> entries of <c>.gnu.version_r</c> that name it. Compiled by MSBuild, not part of the assembly.
/// </summary>
public sealed class WeakenElfVersion : Task
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 2;

    [Required]
    public string Source { get; set; }

    [Required]
    public string Destination { get; set; }

    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        if (File.Exists(Destination) && File.GetLastWriteTimeUtc(Destination) == File.GetLastWriteTimeUtc(Source))
        {
            return true;
        }

        var elf = File.ReadAllBytes(Source);
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
        {
            Log.LogError("{0} is not a 64-bit little-endian ELF file.", Source);
            return false;
        }

        var patched = Patch(elf);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1} marked weak in {2} place(s).", Destination, Version, patched);

        // Written beside and moved: another build may be linking to the old copy at this moment.
        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        var temporary = Destination + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, elf);
        File.SetLastWriteTimeUtc(temporary, File.GetLastWriteTimeUtc(Source));
        if (File.Exists(Destination))
        {
            File.Delete(Destination);
        }

        File.Move(temporary, Destination);
        return true;
    }

    private int Patch(byte[] elf)
    {
        var headers = (int)BitConverter.ToInt64(elf, 0x28);
        var headerSize = BitConverter.ToUInt16(elf, 0x3a);
        var headerCount = BitConverter.ToUInt16(elf, 0x3c);
        var sections = Enumerable.Range(0, headerCount).Select(i => headers + i * headerSize).ToArray();
        var patched = 0;
        foreach (var section in sections.Where(s => BitConverter.ToUInt32(elf, s + 4) == VersionNeedSection))
        {
            var names = (int)BitConverter.ToInt64(elf, sections[BitConverter.ToInt32(elf, section + 0x28)] + 0x18);
            var need = (int)BitConverter.ToInt64(elf, section + 0x18);
            for (var needs = BitConverter.ToInt32(elf, section + 0x2c); needs > 0; needs--)
            {
                var entry = need + BitConverter.ToInt32(elf, need + 8);
                for (var entries = BitConverter.ToUInt16(elf, need + 2); entries > 0; entries--)
                {
                    var name = names + BitConverter.ToInt32(elf, entry + 8);
                    var end = Array.IndexOf(elf, (byte)0, name);
                    if (Encoding.ASCII.GetString(elf, name, end - name) == Version)
                    {
                        elf[entry + 4] |= (byte)Weak;
                        patched++;
                    }

                    entry += BitConverter.ToInt32(elf, entry + 12);
                }

                need += BitConverter.ToInt32(elf, need + 12);
            }
        }

        return patched;
    }
}
