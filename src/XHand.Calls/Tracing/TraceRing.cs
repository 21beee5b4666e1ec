namespace XHand.Calls.Tracing;

/// <summary>Is given each entry of the ring in turn; the bytes are gone afterwards.</summary>
internal delegate void TraceVisitor(in TraceEntry entry, ReadOnlySpan<byte> payload);

/// <summary>
/// The last messages and facts as bytes in memory of a fixed size: what is new overwrites the oldest piece. Copies instead of keeping references, so
/// the garbage collector has nothing of it to look through (docs/decisions/0012-trace-ring.md). One thread writes, any reads.
/// </summary>
internal sealed class TraceRing
{
    private const int MaxPieceBytes = 1024 * 1024;
    private const int LeastPieces = 8;

    // The largest message (65,535 bytes) must fit into a piece.
    private const int MinPieceBytes = 128 * 1024;

    private readonly Piece[] _pieces;
    private readonly int _pieceBytes;
    private int _current;
    private long _order;

    /// <summary>A ring of <paramref name="bytes"/>, at least 1 MiB; memory is taken as it fills.</summary>
    public TraceRing(int bytes)
    {
        _pieceBytes = Math.Clamp(bytes / LeastPieces, MinPieceBytes, MaxPieceBytes);
        _pieces = new Piece[Math.Max(LeastPieces, bytes / _pieceBytes)];
        for (int i = 0; i < _pieces.Length; i++)
        {
            _pieces[i] = new Piece();
        }
    }

    /// <summary>Bytes that it can hold.</summary>
    public long Capacity => (long)_pieces.Length * _pieceBytes;

    /// <summary>Writes an entry. One thread only; allocates nothing once the ring has been around.</summary>
    public void Write(in TraceEntry entry, ReadOnlySpan<byte> payload)
    {
        int needed = TraceEntry.HeaderBytes + payload.Length;
        if (needed > _pieceBytes)
        {
            return;
        }

        Piece piece = _pieces[_current];
        if (piece.Data is null || piece.Used + needed > _pieceBytes)
        {
            piece = Next();
        }

        Span<byte> target = piece.Data.AsSpan(piece.Used, needed);
        entry.WriteTo(target);
        payload.CopyTo(target[TraceEntry.HeaderBytes..]);

        // What a reader sees as used has been written before.
        Volatile.Write(ref piece.Used, piece.Used + needed);
    }

    /// <summary>Shows every entry, the oldest first. Any thread; a piece that is overwritten meanwhile is left out.</summary>
    public void Read(TraceVisitor visit)
    {
        byte[] copy = new byte[_pieceBytes];
        foreach (Piece piece in _pieces.Where(p => Volatile.Read(ref p.Order) > 0).OrderBy(p => Volatile.Read(ref p.Order)).ToArray())
        {
            long order = Volatile.Read(ref piece.Order);
            int used = Volatile.Read(ref piece.Used);
            byte[]? data = Volatile.Read(ref piece.Data);
            if (order <= 0 || data is null)
            {
                continue;
            }

            data.AsSpan(0, used).CopyTo(copy);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref piece.Order) == order)
            {
                Visit(copy.AsSpan(0, used), visit);
            }
        }
    }

    private static void Visit(ReadOnlySpan<byte> bytes, TraceVisitor visit)
    {
        while (bytes.Length >= TraceEntry.HeaderBytes)
        {
            TraceEntry entry = TraceEntry.ReadFrom(bytes);
            visit(entry, bytes.Slice(TraceEntry.HeaderBytes, entry.Length));
            bytes = bytes[(TraceEntry.HeaderBytes + entry.Length)..];
        }
    }

    private Piece Next()
    {
        _current = _pieces[_current].Data is null ? _current : (_current + 1) % _pieces.Length;
        Piece piece = _pieces[_current];

        // Readers that have begun see another order at their end, and those that begin now none.
        Volatile.Write(ref piece.Order, 0);
        Interlocked.MemoryBarrier();
        Volatile.Write(ref piece.Used, 0);
        if (piece.Data is null)
        {
            Volatile.Write(ref piece.Data, new byte[_pieceBytes]);
        }

        Volatile.Write(ref piece.Order, ++_order);
        return piece;
    }

    private sealed class Piece
    {
        /// <summary>Its memory, once it was needed.</summary>
        public byte[]? Data;

        /// <summary>Bytes written.</summary>
        public int Used;

        /// <summary>Grows with each time that any piece is begun; 0 while it is being emptied, or never was used.</summary>
        public long Order;
    }
}
