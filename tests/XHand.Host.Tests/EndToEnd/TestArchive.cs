using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace XHand.Host.Tests.EndToEnd;

/// <summary>Archives of the kind that backups are, with anything in them.</summary>
internal static class TestArchive
{
    public static byte[] Pack(params (string Name, string Text)[] entries)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (TarWriter tar = new(gzip))
        {
            foreach ((string name, string text) in entries)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return packed.ToArray();
    }
}
