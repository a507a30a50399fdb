using System.Net;
using System.Net.Sockets;

namespace Orleans.Reco.LoadTests;

/// <summary>Ports below those that the system hands to outgoing connections.</summary>
internal static class FreePort
{
    private const int First = 9_000;
    private const int Count = 2_000;
    private static int _next = Environment.ProcessId * 16 % Count;

    public static int Next()
    {
        for (; ; )
        {
            var port = First + (Interlocked.Increment(ref _next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one.
            }
        }
    }
}
