"""A Modbus unit made of pymodbus: an implementation that shares nothing with the driver under test.

usage: pymodbus_peer.py tcp PORT | rtu-tcp PORT | rtu PATH
Prints "ready PORT" when it serves. Commands on stdin: "input ADDRESS 0|1".
"""

import asyncio
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusSerialServer, ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

unit = ModbusSlaveContext(
    di=ModbusSequentialDataBlock(0, [0] * 20),
    co=ModbusSequentialDataBlock(0, [0] * 20),
    hr=ModbusSequentialDataBlock(0, [0] * 20),
    ir=ModbusSequentialDataBlock(0, [0] * 20),
    zero_mode=True,
)
context = ModbusServerContext(slaves=unit, single=True)


async def obey(reader):
    while line := await reader.readline():
        _, address, value = line.split()
        unit.setValues(2, int(address), [int(value) != 0])


async def stdin_reader():
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    return reader


async def main(kind, where):
    if kind == "rtu":
        server = ModbusSerialServer(context, framer=ModbusRtuFramer, port=where, baudrate=19200)
        await server.start()
        print("ready 0", flush=True)
        serving = asyncio.create_task(server.serve_forever())
    else:
        framer = ModbusSocketFramer if kind == "tcp" else ModbusRtuFramer
        server = ModbusTcpServer(
            context, framer=framer, address=("127.0.0.1", int(where)), allow_reuse_address=True
        )
        serving = asyncio.create_task(server.serve_forever())
        await server.serving
        print("ready", server.server.sockets[0].getsockname()[1], flush=True)
    await obey(await stdin_reader())
    serving.cancel()


asyncio.run(main(*sys.argv[1:]))
