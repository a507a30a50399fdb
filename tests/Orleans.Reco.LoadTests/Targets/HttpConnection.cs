using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Orleans.Reco.LoadTests;

/// <summary>
/// A kept connection for one request at a time, as little as HTTP/1.1 asks for: the generator shares the cores with what it measures, and
/// <see cref="HttpClient"/> took a tenth of them.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[16 * 1024];
    private int _count;

    public static async Task<HttpConnection> OpenAsync(EndPoint server)
    {
        var connection = new HttpConnection();
        await connection._socket.ConnectAsync(server).ConfigureAwait(false);
        return connection;
    }

    /// <summary>Sends a request and gives the status of its answer and the body, which is good until the next request.</summary>
    /// <exception cref="SocketException">The connection failed.</exception>
    /// <exception cref="HttpRequestException">The server closed it in mid answer, or the answer has no length.</exception>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> SendAsync(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request[sent..]).ConfigureAwait(false);
        }

        _count = 0;
        int body;
        while ((body = _buffer.AsSpan(0, _count).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await ReceiveAsync().ConfigureAwait(false);
        }

        body += 4;
        _ = Utf8Parser.TryParse(_buffer.AsSpan("HTTP/1.1 ".Length), out int status, out _);
        var length = ContentLength(_buffer.AsSpan(0, body)) is { } known
            ? await ReceiveAsync(body, known).ConfigureAwait(false)
            : await ReceiveChunksAsync(body).ConfigureAwait(false);
        return (status, _buffer.AsMemory(body, length));
    }

    public void Dispose() => _socket.Dispose();

    private static int? ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("\r\nContent-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + "\r\nContent-Length: ".Length)..], out int length, out _) ? length : null;
    }

    private async ValueTask<int> ReceiveAsync(int from, int length)
    {
        while (_count < from + length)
        {
            await ReceiveAsync().ConfigureAwait(false);
        }

        return length;
    }

    /// <summary>Moves the chunks together, from where the first begins.</summary>
    private async ValueTask<int> ReceiveChunksAsync(int from)
    {
        var (next, length) = (from, 0);
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(next, _count - next).IndexOf("\r\n"u8)) < 0)
            {
                await ReceiveAsync().ConfigureAwait(false);
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(next, line), out int chunk, out _, 'X'))
            {
                throw new HttpRequestException("The answer has neither a length nor chunks.");
            }

            // The line before the chunk, and the end of the line behind it.
            next += line + 2;
            _ = await ReceiveAsync(next, chunk + 2).ConfigureAwait(false);
            if (chunk == 0)
            {
                return length;
            }

            _buffer.AsSpan(next, chunk).CopyTo(_buffer.AsSpan(from + length));
            (next, length) = (next + chunk + 2, length + chunk);
        }
    }

    private async ValueTask ReceiveAsync()
    {
        if (_count == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_count)).ConfigureAwait(false);
        _count += received > 0 ? received : throw new HttpRequestException("The server closed the connection in mid answer.");
    }
}
