# Silos that score on a GPU, by ONNX Runtime's CUDA provider. Not built where this was written: no GPU there. From the repository's root:
#   docker build -f deploy/docker/cuda.Dockerfile -t reco-cuda .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Orleans.Reco.Host -c Release -p:WithTraining=false -p:OnnxRuntimeFlavor=Gpu -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS dotnet

FROM nvidia/cuda:12.8.1-cudnn-runtime-ubuntu24.04
COPY --from=dotnet /usr/share/dotnet /usr/share/dotnet
# Few malloc arenas, and Arrow (Parquet) on malloc: with an arena a thread and a pool of its own, native memory grows for a long time.
# Large blocks go back to the system at once; not so in the training image, where an epoch takes 1.9 times as long with it.
ENV DOTNET_ROOT=/usr/share/dotnet \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true \
    PATH=$PATH:/usr/share/dotnet \
    Urls=http://+:8080 \
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=131072 \
    MALLOC_TRIM_THRESHOLD_=131072 \
    ARROW_DEFAULT_MEMORY_POOL=system \
    Reco__DataPath=/data \
    Reco__Roles=Scoring
WORKDIR /app
COPY --from=build /app .
RUN useradd --uid 1654 --no-create-home reco && mkdir /data && chown reco:reco /data
USER 1654
VOLUME ["/data"]
EXPOSE 8080 11111 30000
ENTRYPOINT ["dotnet", "Orleans.Reco.Host.dll"]
