using Orleans.Reco.Host;

var builder = WebApplication.CreateBuilder(args);
var options = builder.AddRecoHost();
var app = builder.Build();
app.MapRecoHost(options);
await app.RunAsync();
