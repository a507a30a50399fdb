namespace Orleans.Reco.Cli;

/// <summary>The server did not do what was asked; the message says why.</summary>
internal sealed class ServerException(string message) : Exception(message);
