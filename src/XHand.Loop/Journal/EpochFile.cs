using System.Buffers.Binary;

namespace XHand.Loop.Journal;

/// <summary>
/// The node's epoch, which grows with every start and is on the disk before the first fact. Two slots are written in turn,
/// so that a write cut short leaves the older one.
/// </summary>
internal static class EpochFile
{
    private const int SlotBytes = 64;
    private const int CrcAt = 60;

    private static ReadOnlySpan<byte> Magic => "XHANDEPO"u8;

    /// <summary>The last epoch written, or 0.</summary>
    public static ulong Read(string directory)
    {
        string path = Path.Combine(directory, JournalDirectory.EpochName);
        if (!File.Exists(path))
        {
            return 0;
        }

        byte[] bytes = File.ReadAllBytes(path);
        ulong epoch = 0;
        for (int at = 0; at + SlotBytes <= bytes.Length; at += SlotBytes)
        {
            ReadOnlySpan<byte> slot = bytes.AsSpan(at, SlotBytes);
            if (slot.StartsWith(Magic) && Crc32c.Of(slot[..CrcAt]) == BinaryPrimitives.ReadUInt32LittleEndian(slot[CrcAt..]))
            {
                epoch = Math.Max(epoch, BinaryPrimitives.ReadUInt64LittleEndian(slot[8..]));
            }
        }

        return epoch;
    }

    /// <summary>Writes <paramref name="epoch"/> and fsyncs it.</summary>
    public static void Write(string directory, ulong epoch, Guid incarnation)
    {
        Span<byte> slot = stackalloc byte[SlotBytes];
        slot.Clear();
        Magic.CopyTo(slot);
        BinaryPrimitives.WriteUInt64LittleEndian(slot[8..], epoch);
        RecordFormat.WriteId(incarnation, slot[16..]);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[CrcAt..], Crc32c.Of(slot[..CrcAt]));
        using FileStream file = new(Path.Combine(directory, JournalDirectory.EpochName), new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            UnixCreateMode = JournalDisk.OwnerOnly,
            BufferSize = 0,
        });
        RandomAccess.Write(file.SafeFileHandle, slot, (long)(epoch % 2) * SlotBytes);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }
}
